package io.tradeguard.bench;

import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Redisson's limiter. */
final class RedissonContestant implements Contestant {
  private final RedissonClient client;
  private final RRateLimiter[] limiters = new RRateLimiter[KEYS];

  RedissonContestant(int port) {
    Config config = new Config();
    config
        .useSingleServer()
        .setAddress("redis://127.0.0.1:" + port)
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(CONNECTIONS);
    client = Redisson.create(config);
    for (int i = 0; i < KEYS; i++) {
      limiters[i] = client.getRateLimiter("bench:redisson:" + i);
      limiters[i].trySetRate(RateType.OVERALL, LIMIT, Duration.ofSeconds(PERIOD_SECONDS));
    }
  }

  @Override
  public boolean decide(int key) {
    return limiters[key].tryAcquire();
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
