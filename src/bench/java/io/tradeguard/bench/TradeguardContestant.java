package io.tradeguard.bench;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.redis.RedisRateLimiter;
import io.tradeguard.settings.Secret;
import io.tradeguard.settings.Settings;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** Our own limiter. It fails if it ever decided without Redis. */
final class TradeguardContestant implements Contestant {
  /** The default: with more, fewer decisions share a round trip. */
  private static final int CONNECTIONS = 2;

  /** Long: a machine that is busy for a moment must not end the measurement. */
  private static final int TIMEOUT_MILLIS = 1_000;

  private static final int MEMORY_KEYS = 100_000;

  private final AtomicInteger changes = new AtomicInteger();
  private final RedisRateLimiter limiter;
  private final LimitKey[] keys = new LimitKey[KEYS];
  private final LimitPolicy policy = LimitPolicy.fixedWindow(LIMIT, PERIOD_SECONDS);

  TradeguardContestant(int port) {
    limiter = limiter(port, changes);
    for (int i = 0; i < KEYS; i++) {
      keys[i] = LimitKey.user(i, "bench");
    }
  }

  /**
   * Starts a limiter.
   *
   * @param changes counts how often it went to Redis or away from it; 1 once it is connected
   */
  static RedisRateLimiter limiter(int port, AtomicInteger changes) {
    return new RedisRateLimiter(
        new Settings.Redis(new Secret("redis://127.0.0.1:" + port), TIMEOUT_MILLIS, CONNECTIONS),
        MEMORY_KEYS,
        Clock.systemUTC(),
        change -> changes.incrementAndGet());
  }

  @Override
  public boolean decide(int key) {
    return limiter.decide(keys[key], policy, 1).passes();
  }

  @Override
  public void close() {
    Source source = limiter.status().source();
    limiter.close();
    if (source != Source.REDIS || changes.get() != 1) {
      throw new IllegalStateException("Some decisions were made without Redis");
    }
  }
}
