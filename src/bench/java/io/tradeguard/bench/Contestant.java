package io.tradeguard.bench;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.jedis.Bucket4jJedis;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.redis.RedisRateLimiter;
import io.tradeguard.settings.Secret;
import io.tradeguard.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.redisson.Redisson;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** A limiter on Redis under measurement: one decision about one of many keys. */
abstract class Contestant implements AutoCloseable {
  static final int KEYS = 10_000;
  static final int CONNECTIONS = 8;
  private static final int LIMIT = 1_000_000_000;
  private static final String SCRIPT =
      """
      local count = redis.call('INCRBY', KEYS[1], ARGV[1])
      local left = redis.call('PTTL', KEYS[1])
      if left < 0 then
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        left = tonumber(ARGV[2])
      end
      return {count, left}
      """;

  abstract boolean decide(int key);

  @Override
  public void close() {}

  static Contestant of(String name, int port) {
    return switch (name) {
      case "tradeguard" -> tradeguard(port);
      case "jedis-incr" -> jedis(port, false);
      case "jedis-evalsha" -> jedis(port, true);
      case "bucket4j-jedis" -> bucket4jJedis(port);
      case "bucket4j-lettuce" -> bucket4jLettuce(port);
      case "redisson" -> redisson(port);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Contestant tradeguard(int port) {
    RedisRateLimiter limiter =
        new RedisRateLimiter(
            new Settings.Redis(new Secret("redis://127.0.0.1:" + port), 10_000, CONNECTIONS),
            100_000,
            Clock.systemUTC(),
            change -> {});
    LimitKey[] keys = new LimitKey[KEYS];
    for (int i = 0; i < KEYS; i++) {
      keys[i] = LimitKey.user(i, "bench");
    }
    LimitPolicy policy = LimitPolicy.fixedWindow(LIMIT, 3600);
    return new Contestant() {
      @Override
      boolean decide(int key) {
        return limiter.decide(keys[key], policy, 1).passes();
      }

      @Override
      public void close() {
        limiter.close();
      }
    };
  }

  private static JedisPool pool(int port) {
    GenericObjectPoolConfig<Jedis> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(CONNECTIONS);
    config.setMaxIdle(CONNECTIONS);
    return new JedisPool(config, "127.0.0.1", port);
  }

  private static byte[][] names(String prefix) {
    byte[][] names = new byte[KEYS][];
    for (int i = 0; i < KEYS; i++) {
      names[i] = (prefix + i).getBytes(StandardCharsets.US_ASCII);
    }
    return names;
  }

  private static Contestant jedis(int port, boolean script) {
    JedisPool pool = pool(port);
    byte[][] names = names(script ? "bench:evalsha:" : "bench:incr:");
    byte[] sha;
    try (Jedis jedis = pool.getResource()) {
      sha = jedis.scriptLoad(SCRIPT).getBytes(StandardCharsets.US_ASCII);
    }
    byte[] one = "1".getBytes(StandardCharsets.US_ASCII);
    byte[] period = "3600000".getBytes(StandardCharsets.US_ASCII);
    return new Contestant() {
      @Override
      boolean decide(int key) {
        try (Jedis jedis = pool.getResource()) {
          return script
              ? (Long) ((List<?>) jedis.evalsha(sha, 1, names[key], one, period)).get(0) <= LIMIT
              : jedis.incr(names[key]) <= LIMIT;
        }
      }

      @Override
      public void close() {
        pool.close();
      }
    };
  }

  private static BucketConfiguration bucket() {
    return BucketConfiguration.builder()
        .addLimit(
            Bandwidth.builder().capacity(LIMIT).refillGreedy(LIMIT, Duration.ofHours(1)).build())
        .build();
  }

  private static Contestant buckets(ProxyManager<byte[]> proxies, Runnable close) {
    BucketConfiguration configuration = bucket();
    byte[][] names = names("bench:bucket:");
    Bucket[] buckets = new Bucket[KEYS];
    for (int i = 0; i < KEYS; i++) {
      buckets[i] = proxies.builder().build(names[i], () -> configuration);
    }
    return new Contestant() {
      @Override
      boolean decide(int key) {
        return buckets[key].tryConsume(1);
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }

  private static Contestant bucket4jJedis(int port) {
    JedisPool pool = pool(port);
    return buckets(
        Bucket4jJedis.casBasedBuilder(pool)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofHours(1)))
            .build(),
        pool::close);
  }

  private static Contestant bucket4jLettuce(int port) {
    RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
    return buckets(
        Bucket4jLettuce.casBasedBuilder(client)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofHours(1)))
            .build(),
        client::shutdown);
  }

  private static Contestant redisson(int port) {
    Config config = new Config();
    config
        .useSingleServer()
        .setAddress("redis://127.0.0.1:" + port)
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(CONNECTIONS);
    RedissonClient client = Redisson.create(config);
    RRateLimiter[] limiters = new RRateLimiter[KEYS];
    for (int i = 0; i < KEYS; i++) {
      limiters[i] = client.getRateLimiter("bench:redisson:" + i);
      limiters[i].trySetRate(RateType.OVERALL, LIMIT, Duration.ofHours(1));
    }
    return new Contestant() {
      @Override
      boolean decide(int key) {
        return limiters[key].tryAcquire();
      }

      @Override
      public void close() {
        client.shutdown();
      }
    };
  }
}
