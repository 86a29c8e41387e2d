package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** A real Redis for one test, limiters on it, and what happened to them. */
abstract class FailingRedis {
  static final int TIMEOUT_MILLIS = 250;
  static final Duration BACK = Duration.ofSeconds(5);
  static final LimitKey KEY = LimitKey.user(123, "backtest");
  static final String NAME = KEY.text();
  static final LimitPolicy TEN = LimitPolicy.fixedWindow(10, 600);

  final RealRedis redis = RealRedis.start();
  final List<SourceChanged> changes = new CopyOnWriteArrayList<>();
  final List<AutoCloseable> open = new ArrayList<>(List.of(redis));

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  RedisRateLimiter limiter(String url) {
    return limiter(url, TIMEOUT_MILLIS);
  }

  RedisRateLimiter limiter(String url, int timeoutMillis) {
    RedisRateLimiter limiter = Limiters.on(url, timeoutMillis, changes::add);
    open.add(limiter);
    return limiter;
  }

  static void awaitRedis(RedisRateLimiter limiter) {
    Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(Source.REDIS));
  }

  void awaitCount(long count) {
    Eventually.within(BACK, () -> assertThat(redis.get(NAME)).isEqualTo(Long.toString(count)));
  }

  static LimitPolicy policy(Algorithm algorithm, int limit) {
    return policy(algorithm, limit, 31_536_000);
  }

  static LimitPolicy policy(Algorithm algorithm, int limit, int period) {
    return new LimitPolicy(
        algorithm, List.of(new WindowSettings(limit, period)), false, OnRedisFailure.LOCAL);
  }
}
