package io.tradeguard.ratelimit;

import io.tradeguard.account.Access;
import io.tradeguard.account.AllowedTo;
import io.tradeguard.account.Caller;
import io.tradeguard.account.CurrentCaller;
import io.tradeguard.settings.Settings;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;

/** The caller's limits, and how much of them is left. */
@Path("rate-limits")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RateLimitsResource {
  @Inject CurrentCaller current;
  @Inject Settings settings;
  @Inject Admission admission;
  @Inject LimitPolicies policies;

  /** One window of one category; a category with several windows has as many. */
  public record Limit(
      String category,
      int limit,
      int period,
      int remaining,
      int resetSeconds,
      String algorithm,
      String source) {}

  /** All limits that apply to the caller; empty where limits are switched off. */
  public record Limits(List<Limit> items) {}

  @GET
  @AllowedTo(Access.ANYONE)
  public Limits get() {
    if (!settings.rateLimits().enabled()) {
      return new Limits(List.of());
    }
    return new Limits(keys(current.get()).flatMap(this::limits).toList());
  }

  /** Logins are counted by address for everyone, all else by user where there is one. */
  private Stream<LimitKey> keys(Caller caller) {
    LimitKey login = LimitKey.ip(caller.address(), LoginRateLimit.LOGIN);
    if (caller.isAnonymous()) {
      return Stream.of(LimitKey.ip(caller.address(), CallerLimit.ANONYMOUS), login);
    }
    return Stream.concat(
        settings.rateLimits().categories().keySet().stream()
            .filter(name -> !name.equals(CallerLimit.ANONYMOUS))
            .filter(name -> !name.equals(LoginRateLimit.LOGIN))
            .sorted()
            .map(name -> LimitKey.user(caller.userId(), name)),
        Stream.of(login));
  }

  private Stream<Limit> limits(LimitKey key) {
    Decision decision = admission.peek(key);
    String algorithm = policies.of(key).algorithm().label();
    return decision.windows().stream()
        .map(
            window ->
                new Limit(
                    key.category(),
                    window.limit(),
                    window.periodSeconds(),
                    window.remaining(),
                    window.resetSeconds(),
                    algorithm,
                    decision.source().label()));
  }
}
