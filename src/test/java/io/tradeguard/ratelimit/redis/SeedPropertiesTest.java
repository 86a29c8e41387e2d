package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.RateLimitCheck;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** The seed's properties 5 to 7, on a real Redis. */
class SeedPropertiesTest {
  private static final AtomicLong USERS = new AtomicLong();
  private static final RealRedis REDIS = RealRedis.start();
  private static final RedisRateLimiter BACKEND = Limiters.on(REDIS.url());

  private final DistributedRateLimiter limiter = new DistributedRateLimiter(BACKEND);

  @AfterContainer
  static void stop() {
    BACKEND.close();
    REDIS.close();
  }

  @Property(tries = 100)
  @Label(
      "Feature: week1-high-priority, Property 5: For any sequence of N requests with the same rate"
          + " limit key within the time window, the Distributed_Rate_Limiter SHALL track exactly N"
          + " requests in Redis.")
  void exactlyTheRequestsMadeAreCounted(
      @ForAll @IntRange(min = 1, max = 60) int requests,
      @ForAll @IntRange(min = 1, max = 80) int limit) {
    String user = Long.toString(USERS.incrementAndGet());
    for (int i = 0; i < requests; i++) {
      limiter.isRateLimited(user, limit, 600);
    }

    String key = "rate_limit:user:" + user + ":default";
    Eventually.within(
        Duration.ofSeconds(5),
        Duration.ofMillis(2),
        () -> assertThat(REDIS.get(key)).isEqualTo(Integer.toString(requests)));
    assertThat(limiter.getRemaining(user, limit)).isEqualTo(Math.max(0, limit - requests));
  }

  @Property(tries = 100)
  @Label(
      "Feature: week1-high-priority, Property 6: For any rate limit key with limit L and period P,"
          + " when request count exceeds L within P seconds, the Distributed_Rate_Limiter SHALL"
          + " return a 429 status with retry-after time ≤ P seconds.")
  void beyondTheLimitItRefusesAndSaysWhenToComeBack(
      @ForAll @IntRange(min = 1, max = 30) int limit,
      @ForAll @IntRange(min = 10, max = 31_536_000) int period,
      @ForAll @IntRange(min = 1, max = 10) int more) {
    String user = Long.toString(USERS.incrementAndGet());
    for (int i = 0; i < limit; i++) {
      assertThat(limiter.isRateLimited(user, limit, period))
          .isEqualTo(new RateLimitCheck(false, 0));
    }
    for (int i = 0; i < more; i++) {
      RateLimitCheck check = limiter.isRateLimited(user, limit, period);
      assertThat(check.limited()).isTrue();
      assertThat(check.retryAfterSeconds()).isBetween(1, period);
    }
  }

  @Property(tries = 100)
  @Label(
      "Feature: week1-high-priority, Property 7: For any two different endpoint categories with"
          + " different configured limits, the Distributed_Rate_Limiter SHALL enforce the"
          + " respective limits independently.")
  void categoriesAreCountedApart(
      @ForAll @IntRange(min = 1, max = 20) int backtests,
      @ForAll @IntRange(min = 21, max = 40) int others,
      @ForAll @Size(min = 1, max = 60) List<Boolean> requests) {
    long user = USERS.incrementAndGet();
    Map<String, Integer> limits = Map.of("backtest", backtests, "default", others);
    Map<String, Integer> made = new HashMap<>();
    for (boolean backtest : requests) {
      String category = backtest ? "backtest" : "default";
      int nth = made.merge(category, 1, Integer::sum);
      int limit = limits.getOrDefault(category, 0);

      assertThat(
              limiter
                  .decide(LimitKey.user(user, category), LimitPolicy.fixedWindow(limit, 600), 1)
                  .passes())
          .isEqualTo(nth <= limit);
    }
    assertThat(limiter.status().source()).isEqualTo(Source.REDIS);
  }
}
