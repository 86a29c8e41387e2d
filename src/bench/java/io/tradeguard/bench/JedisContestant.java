package io.tradeguard.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Pooled Jedis without any limiter: a bare INCR, or one fixed-window script for each decision. */
final class JedisContestant implements Contestant {
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
  private static final byte[] ONE = {'1'};
  private static final byte[] PERIOD =
      Long.toString(PERIOD_SECONDS * 1_000L).getBytes(StandardCharsets.US_ASCII);

  private final JedisPool pool;
  private final byte[][] names;
  private final boolean script;
  private final byte[] digest;

  JedisContestant(int port, boolean script) {
    this.pool = pool(port);
    this.names = Contestant.names(script ? "bench:evalsha:" : "bench:incr:");
    this.script = script;
    try (Jedis jedis = pool.getResource()) {
      digest = jedis.scriptLoad(SCRIPT).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** A pool that is always full, whose callers wait for a connection and never test one. */
  static JedisPool pool(int port) {
    GenericObjectPoolConfig<Jedis> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(CONNECTIONS);
    config.setMaxIdle(CONNECTIONS);
    config.setMinIdle(CONNECTIONS);
    config.setBlockWhenExhausted(true);
    config.setMaxWait(Duration.ofSeconds(-1));
    config.setTestOnBorrow(false);
    config.setTestOnReturn(false);
    config.setTestWhileIdle(false);
    return new JedisPool(config, "127.0.0.1", port);
  }

  @Override
  public boolean decide(int key) {
    try (Jedis jedis = pool.getResource()) {
      long count =
          script
              ? (Long) ((List<?>) jedis.evalsha(digest, 1, names[key], ONE, PERIOD)).get(0)
              : jedis.incr(names[key]);
      return count <= LIMIT;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
