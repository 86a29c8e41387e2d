package io.tradeguard.ratelimit.redis;

import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Redis did not do what it was asked. Its message holds no secret. */
final class RedisFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean maybeDone;
  private final boolean outage;

  /**
   * Creates a failure.
   *
   * @param maybeDone whether Redis may have done it, or may do it yet: the answer is what is
   *     missing
   */
  RedisFailure(String reason, boolean maybeDone, Throwable cause) {
    super(reason, cause);
    this.maybeDone = maybeDone;
    this.outage = true;
  }

  RedisFailure(String reason, boolean maybeDone) {
    this(reason, maybeDone, true);
  }

  private RedisFailure(String reason, boolean maybeDone, boolean outage) {
    super(reason);
    this.maybeDone = maybeDone;
    this.outage = outage;
  }

  /**
   * An asker's time is up, though no exchange has failed: this node may be overloaded, which says
   * nothing about Redis.
   */
  static RedisFailure timeUp(String reason, boolean maybeDone) {
    return new RedisFailure(reason, maybeDone, false);
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

  /** Whether it is Redis that failed, rather than an asker's patience. */
  boolean outage() {
    return outage;
  }

  boolean maybeDone() {
    return maybeDone;
  }

  private static String firstLine(JedisException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
