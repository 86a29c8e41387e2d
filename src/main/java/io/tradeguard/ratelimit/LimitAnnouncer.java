package io.tradeguard.ratelimit;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Announces the limit on every answer to a request that was counted, refusals and errors among
 * them, before whatever limits the answer announces already.
 */
@Provider
public class LimitAnnouncer implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Standing.of(request)
        .filter(standing -> !standing.windows().isEmpty())
        .ifPresent(standing -> announce(standing, response.getHeaders()));
  }

  static void announce(Standing standing, MultivaluedMap<String, Object> headers) {
    String category = standing.category();
    List<WindowState> windows = standing.windows();
    prepend(headers, LimitFields.POLICY, LimitFields.policy(category, windows));
    prepend(headers, LimitFields.STATE, LimitFields.state(category, windows));
  }

  /** One line, since not every client joins several. */
  private static void prepend(MultivaluedMap<String, Object> headers, String name, String first) {
    List<Object> others = headers.getOrDefault(name, List.of());
    headers.putSingle(
        name,
        Stream.concat(Stream.of(first), others.stream().map(Object::toString))
            .collect(Collectors.joining(", ")));
  }
}
