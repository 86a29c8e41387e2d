package io.tradeguard.bench;

import java.nio.charset.StandardCharsets;

/**
 * A limiter on Redis under measurement: one decision about one of {@link #KEYS} keys, each below
 * its limit. All have the same Redis and, where they pool connections, as many.
 */
interface Contestant extends AutoCloseable {
  int KEYS = 10_000;
  int CONNECTIONS = 8;

  /** Never reached, and small enough for everyone's arithmetic. */
  int LIMIT = 1_000_000_000;

  int PERIOD_SECONDS = 3_600;

  boolean decide(int key);

  /**
   * Ends it.
   *
   * @throws IllegalStateException if what it did was not what is measured
   */
  @Override
  void close();

  /** Starts the contestant of a name, on a Redis at a port of this machine. */
  static Contestant of(String name, int port) {
    return switch (name) {
      case "tradeguard" -> new TradeguardContestant(port);
      case "jedis-incr" -> new JedisContestant(port, false);
      case "jedis-evalsha" -> new JedisContestant(port, true);
      case "bucket4j-jedis" -> Bucket4jContestant.onJedis(port);
      case "bucket4j-lettuce" -> Bucket4jContestant.onLettuce(port);
      case "redisson" -> new RedissonContestant(port);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Returns the names of all keys. */
  static byte[][] names(String prefix) {
    byte[][] names = new byte[KEYS][];
    for (int i = 0; i < KEYS; i++) {
      names[i] = (prefix + i).getBytes(StandardCharsets.US_ASCII);
    }
    return names;
  }
}
