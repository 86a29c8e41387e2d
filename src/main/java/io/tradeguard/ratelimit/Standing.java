package io.tradeguard.ratelimit;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Optional;

/** Where a request's caller stands after it was counted, kept until its answer announces it. */
record Standing(String category, List<WindowState> windows) {
  private static final String PROPERTY = Standing.class.getName();

  void keepIn(ContainerRequestContext request) {
    request.setProperty(PROPERTY, this);
  }

  /** Returns the standing of a request's caller; empty if the request was not counted. */
  static Optional<Standing> of(ContainerRequestContext request) {
    return request.getProperty(PROPERTY) instanceof Standing standing
        ? Optional.of(standing)
        : Optional.empty();
  }
}
