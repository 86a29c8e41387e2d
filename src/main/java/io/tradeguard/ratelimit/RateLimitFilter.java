package io.tradeguard.ratelimit;

import io.tradeguard.web.Endpoints;
import io.tradeguard.web.RateLimited;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * Counts every request that has an endpoint, in the endpoint's category, and refuses those over the
 * limit. Requests without an endpoint (404, 405) do no work worth limiting and never come here.
 */
@Provider
@Priority(2000)
public class RateLimitFilter implements ContainerRequestFilter {
  private static final String UNNAMED = "default";

  @Context ResourceInfo matched;
  @Inject CallerLimit limit;

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<RateLimited> limited = Endpoints.annotation(matched, RateLimited.class);
    if (limited.filter(RateLimited::exempt).isPresent()) {
      return;
    }
    limit
        .count(
            request,
            limited.map(RateLimited::value).orElse(UNNAMED),
            limited.map(RateLimited::weight).orElse(1))
        .ifPresent(refusal -> request.abortWith(refusal.toResponse()));
  }
}
