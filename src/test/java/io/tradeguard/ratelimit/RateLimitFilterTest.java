package io.tradeguard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.account.Caller;
import io.tradeguard.account.Role;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.Settings;
import io.tradeguard.settings.SettingsFixture;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.FiredEvents;
import io.tradeguard.web.RateLimited;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a request costs its caller, and by which rule. */
@SuppressWarnings("UnnecessaryAssignment") // Injection is the container's work, done here.
class RateLimitFilterTest {
  private final FiredEvents<DecisionMade> made = new FiredEvents<>();
  private final LimitPolicies policies = new LimitPolicies();
  private final RateLimitFilter filter = new RateLimitFilter();
  private final Map<String, Object> properties = new HashMap<>();

  /** An endpoint that costs three requests of its category. */
  static class Costly {
    @RateLimited(value = "backtest", weight = 3)
    public void run() {}

    public void plain() {}
  }

  private void set(Map<String, String> values, Map<String, WindowSettings> overrides) {
    Settings settings = SettingsFixture.of(values);
    policies.settings = settings;
    policies.subjects = key -> Optional.empty();
    policies.overrides =
        new RateLimitOverrides() {
          @Override
          public Map<String, WindowSettings> of(long userId) {
            return overrides;
          }
        };
    Admission admission = new Admission();
    admission.limiter =
        new DistributedRateLimiter(
            new MemoryRateLimiter(100, CounterTable.monotonicMicros(), Instant.EPOCH));
    admission.policies = policies;
    admission.made = made;
    filter.limit = new CallerLimit();
    filter.limit.settings = settings;
    filter.limit.admission = admission;
  }

  private ContainerRequestContext request(String method) throws Exception {
    Method matched = Costly.class.getMethod(method);
    filter.matched =
        stub(ResourceInfo.class, name -> name.equals("getResourceMethod") ? matched : Costly.class);
    properties.put(Caller.class.getName(), Caller.user(7, "ann", Role.USER, "192.0.2.1"));
    return (ContainerRequestContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getProperty" -> properties.get((String) arguments[0]);
                  case "setProperty" -> properties.put((String) arguments[0], arguments[1]);
                  case "abortWith" -> properties.put("answer", (Response) arguments[0]);
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }

  private static <T> T stub(Class<T> type, Function<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> answers.apply(called.getName())));
  }

  @Test
  void anEndpointCostsItsWeightInItsCategory() throws Exception {
    set(Map.of(), Map.of());

    filter.filter(request("run"));

    assertThat(made.all()).hasSize(1);
    DecisionMade decision = made.all().get(0);
    assertThat(decision.key()).isEqualTo(LimitKey.user(7, "backtest"));
    assertThat(decision.weight()).isEqualTo(3);
    assertThat(decision.decision().windows().get(0).remaining()).isEqualTo(2);
  }

  @Test
  void anUnnamedEndpointCostsOneOfTheDefault() throws Exception {
    set(Map.of(), Map.of());

    filter.filter(request("plain"));

    assertThat(made.all().get(0).key()).isEqualTo(LimitKey.user(7, "default"));
    assertThat(made.all().get(0).weight()).isEqualTo(1);
    assertThat(Standing.of(request("plain"))).isPresent();
  }

  @Test
  void aCategoryThatIsOnlyWatchedIsNotAnnounced() throws Exception {
    set(Map.of("tradeguard.rate-limit.default.shadow", "true"), Map.of());

    filter.filter(request("plain"));

    assertThat(made.all()).hasSize(1);
    assertThat(Standing.of(request("plain"))).isEmpty();
  }

  @Test
  void anOverrideChangesTheWindowAndNothingElse() {
    set(
        Map.of(
            "tradeguard.rate-limit.backtest.shadow", "true",
            "tradeguard.rate-limit.backtest.algorithm", "gcra",
            "tradeguard.rate-limit.backtest.on-redis-failure", "closed"),
        Map.of("backtest", new WindowSettings(9, 30)));

    LimitPolicy policy = policies.of("backtest", 7);

    assertThat(policy.windows()).containsExactly(new WindowSettings(9, 30));
    assertThat(policy.algorithm()).isEqualTo(policies.of("backtest").algorithm());
    assertThat(policy.shadow()).isTrue();
    assertThat(policy.onRedisFailure()).isEqualTo(OnRedisFailure.CLOSED);
  }
}
