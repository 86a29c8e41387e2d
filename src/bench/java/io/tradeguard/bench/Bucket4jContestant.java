package io.tradeguard.bench;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import redis.clients.jedis.JedisPool;

/** Bucket4j with its state in Redis, by compare and swap, as its manual sets it up. */
final class Bucket4jContestant implements Contestant {
  private static final Duration PERIOD = Duration.ofSeconds(PERIOD_SECONDS);

  private final Bucket[] buckets = new Bucket[KEYS];
  private final Runnable close;

  private Bucket4jContestant(ProxyManager<byte[]> proxies, Runnable close) {
    this.close = close;
    BucketConfiguration configuration =
        BucketConfiguration.builder().addLimit(bandwidth(LIMIT)).build();
    byte[][] names = Contestant.names("bench:bucket:");
    for (int i = 0; i < KEYS; i++) {
      buckets[i] = proxies.builder().build(names[i], () -> configuration);
    }
  }

  static Bucket4jContestant onJedis(int port) {
    JedisPool pool = JedisContestant.pool(port);
    return new Bucket4jContestant(
        Bucket4jJedis.casBasedBuilder(pool).expirationAfterWrite(expiration()).build(),
        pool::close);
  }

  static Bucket4jContestant onLettuce(int port) {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
    return new Bucket4jContestant(
        Bucket4jLettuce.casBasedBuilder(client).expirationAfterWrite(expiration()).build(),
        client::shutdown);
  }

  static Bandwidth bandwidth(int limit) {
    return Bandwidth.builder().capacity(limit).refillGreedy(limit, PERIOD).build();
  }

  private static ExpirationAfterWriteStrategy expiration() {
    return ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(PERIOD);
  }

  @Override
  public boolean decide(int key) {
    return buckets[key].tryConsume(1);
  }

  @Override
  public void close() {
    close.run();
  }
}
