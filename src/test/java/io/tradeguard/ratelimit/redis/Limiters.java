package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Secret;
import io.tradeguard.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes limiters on a real Redis. */
final class Limiters {
  private Limiters() {}

  static RedisRateLimiter on(String url) {
    return on(url, 1_000, change -> {});
  }

  /** Makes the limiter of a node whose clock is wrong. */
  static RedisRateLimiter on(String url, Duration clockError) {
    return new RedisRateLimiter(
        // So long that a busy machine does not reach it.
        new Settings.Redis(new Secret(url), 4_000, 2),
        10_000,
        Clock.offset(Clock.systemUTC(), clockError),
        change -> {});
  }

  static RedisRateLimiter withPrefix(String url, String prefix) {
    return new RedisRateLimiter(
        new Settings.Redis(new Secret(url), 4_000, 2, prefix, Optional.empty(), Optional.empty()),
        10_000,
        Clock.systemUTC(),
        change -> {});
  }

  static RedisRateLimiter on(String url, int timeoutMillis, Consumer<SourceChanged> listener) {
    return on(url, timeoutMillis, 10_000, listener);
  }

  static RedisRateLimiter on(
      String url, int timeoutMillis, int memoryKeys, Consumer<SourceChanged> listener) {
    return new RedisRateLimiter(
        new Settings.Redis(new Secret(url), timeoutMillis, 2),
        memoryKeys,
        Clock.systemUTC(),
        listener);
  }
}
