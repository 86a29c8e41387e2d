package io.tradeguard.ratelimit;

import io.tradeguard.account.Caller;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/**
 * Counts requests against their callers: by user in a category, or by address as {@code anonymous}
 * where nobody stands behind the request. Its answer announces the limit.
 */
@ApplicationScoped
public class CallerLimit {
  static final String ANONYMOUS = "anonymous";

  @Inject Settings settings;
  @Inject Admission admission;

  /**
   * Counts a request, unless limits are switched off.
   *
   * @param category one that is configured
   * @param weight how many requests it counts for, at least 1
   * @return why it may not go on, if so
   */
  public Optional<Problem> count(ContainerRequestContext request, String category, int weight) {
    if (!settings.rateLimits().enabled()) {
      return Optional.empty();
    }
    LimitKey key = key(Caller.of(request), category);
    Decision decision = admission.decide(key, weight);
    if (admission.announces(key)) {
      new Standing(key.category(), decision.windows()).keepIn(request);
    }
    return decision.passes()
        ? Optional.empty()
        : Optional.of(Refusals.of(key.category(), decision));
  }

  static LimitKey key(Caller caller, String category) {
    return caller.isAnonymous()
        ? LimitKey.ip(caller.address(), ANONYMOUS)
        : LimitKey.user(caller.userId(), category);
  }
}
