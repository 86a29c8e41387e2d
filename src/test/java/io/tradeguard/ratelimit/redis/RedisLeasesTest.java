package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.lease.LeaseBackend;
import io.tradeguard.ratelimit.lease.LeaseContract;
import io.tradeguard.testing.RealRedis;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The contract of leases on two nodes that share one Redis server. */
class RedisLeasesTest extends LeaseContract {
  private static final RealRedis REDIS = RealRedis.start();
  private static final RedisRateLimiter ONE = Limiters.on(REDIS.url());
  private static final RedisRateLimiter TWO = Limiters.on(REDIS.url());

  @AfterAll
  static void stop() {
    ONE.close();
    TWO.close();
    REDIS.close();
  }

  @Override
  protected List<LeaseBackend> nodes() {
    return List.of(ONE.leases(), TWO.leases());
  }
}
