package io.tradeguard.ratelimit.redis;

import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Redis did not do what it was asked. Its message holds no secret. */
final class RedisFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean maybeDone;

  /**
   * Creates a failure.
   *
   * @param maybeDone whether Redis may have done it, or may do it yet: the answer is what is
   *     missing
   */
  RedisFailure(String reason, boolean maybeDone, Throwable cause) {
    super(reason, cause);
    this.maybeDone = maybeDone;
  }

  RedisFailure(String reason, boolean maybeDone) {
    super(reason);
    this.maybeDone = maybeDone;
  }

  /**
   * Classifies what Jedis throws. An error reply (READONLY, OOM, LOADING, BUSY, MASTERDOWN, NOAUTH,
   * CLUSTERDOWN…) refuses a script before its first write; a broken or silent connection leaves it
   * open what was done.
   */
  static RedisFailure of(JedisException e) {
    if (e instanceof JedisDataException) {
      return new RedisFailure(firstLine(e), false, e);
    }
    boolean silent = e instanceof JedisConnectionException;
    return new RedisFailure(firstLine(e), silent, e);
  }

  boolean maybeDone() {
    return maybeDone;
  }

  private static String firstLine(JedisException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
