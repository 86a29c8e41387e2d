package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.LimiterBackend;
import io.tradeguard.ratelimit.RateLimiterContract;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.RealRedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The contract on a cluster of three servers. */
class RedisClusterTest extends RateLimiterContract {
  private static final RealRedisCluster CLUSTER = RealRedisCluster.start();
  private static final RedisRateLimiter LIMITER = Limiters.on(CLUSTER.url());

  @AfterAll
  static void stop() {
    LIMITER.close();
    CLUSTER.close();
  }

  @Override
  protected LimiterBackend limiter() {
    return LIMITER;
  }

  @Test
  void keysSpreadOverAllServersAndRedisDecides() {
    for (int user = 100_000; user < 100_100; user++) {
      assertThat(
              LIMITER
                  .decide(LimitKey.user(user, "spread"), LimitPolicy.fixedWindow(5, 600), 1)
                  .source())
          .isEqualTo(Source.REDIS);
    }
    for (RealRedis server : CLUSTER.servers()) {
      assertThat(server.keys("rate_limit:*:spread")).isNotEmpty();
    }
  }
}
