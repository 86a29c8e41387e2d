package io.tradeguard.ratelimit;

import io.tradeguard.account.Caller;
import io.tradeguard.settings.Settings;
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
 * Counts every request that has an endpoint, and refuses those over the limit: by user in the
 * endpoint's category, or by address as {@code anonymous} where nobody stands behind it. Requests
 * without an endpoint (404, 405) do no work worth limiting and never come here.
 */
@Provider
@Priority(2000)
public class RateLimitFilter implements ContainerRequestFilter {
  static final String ANONYMOUS = "anonymous";
  private static final String UNNAMED = "default";

  @Context ResourceInfo matched;
  @Inject Settings settings;
  @Inject Admission admission;

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<RateLimited> limited = Endpoints.annotation(matched, RateLimited.class);
    if (!settings.rateLimits().enabled() || limited.filter(RateLimited::exempt).isPresent()) {
      return;
    }
    LimitKey key = key(Caller.of(request), limited.map(RateLimited::value).orElse(UNNAMED));
    Decision decision = admission.decide(key, limited.map(RateLimited::weight).orElse(1));
    if (admission.announces(key)) {
      new Standing(key.category(), decision.windows()).keepIn(request);
    }
    if (!decision.passes()) {
      request.abortWith(Refusals.of(key.category(), decision).toResponse());
    }
  }

  static LimitKey key(Caller caller, String category) {
    return caller.isAnonymous()
        ? LimitKey.ip(caller.address(), ANONYMOUS)
        : LimitKey.user(caller.userId(), category);
  }
}
