package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimiterBackend;
import io.tradeguard.ratelimit.RateLimiterContract;
import io.tradeguard.testing.RealRedis;
import org.junit.jupiter.api.AfterAll;

/** The contract on one Redis server. */
class RedisStandaloneTest extends RateLimiterContract {
  private static final RealRedis REDIS = RealRedis.start();
  private static final RedisRateLimiter LIMITER = Limiters.on(REDIS.url());

  @AfterAll
  static void stop() {
    LIMITER.close();
    REDIS.close();
  }

  @Override
  protected LimiterBackend limiter() {
    return LIMITER;
  }
}
