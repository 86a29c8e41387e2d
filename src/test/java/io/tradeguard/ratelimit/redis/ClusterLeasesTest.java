package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.lease.LeaseBackend;
import io.tradeguard.ratelimit.lease.LeaseContract;
import io.tradeguard.testing.RealRedisCluster;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The contract of leases on two nodes that share a cluster of three servers. */
class ClusterLeasesTest extends LeaseContract {
  private static final RealRedisCluster CLUSTER = RealRedisCluster.start();
  private static final RedisRateLimiter ONE = Limiters.on(CLUSTER.url());
  private static final RedisRateLimiter TWO = Limiters.on(CLUSTER.url());

  @AfterAll
  static void stop() {
    ONE.close();
    TWO.close();
    CLUSTER.close();
  }

  @Override
  protected List<LeaseBackend> nodes() {
    return List.of(ONE.leases(), TWO.leases());
  }
}
