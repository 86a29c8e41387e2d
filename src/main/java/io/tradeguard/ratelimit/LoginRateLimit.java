package io.tradeguard.ratelimit;

import io.tradeguard.account.LoginGate;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Counts tries of a password by address, in category {@code login}. */
@ApplicationScoped
public class LoginRateLimit implements LoginGate {
  static final String LOGIN = "login";

  @Inject Settings settings;
  @Inject Admission admission;

  @Override
  public Optional<Problem> admit(String address) {
    if (!settings.rateLimits().enabled()) {
      return Optional.empty();
    }
    Decision decision = admission.decide(LimitKey.ip(address, LOGIN), 1);
    if (decision.passes()) {
      return Optional.empty();
    }
    Problem problem = Refusals.of(LOGIN, decision);
    if (decision.windows().isEmpty()) {
      return Optional.of(problem);
    }
    return Optional.of(
        problem
            .withHeader(LimitFields.POLICY, LimitFields.policy(LOGIN, decision.windows()))
            .withHeader(LimitFields.STATE, LimitFields.state(LOGIN, decision.windows())));
  }
}
