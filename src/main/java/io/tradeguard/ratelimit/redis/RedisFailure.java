package io.tradeguard.ratelimit.redis;

import java.util.Set;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Redis did not do what it was asked. Its message holds no secret. */
final class RedisFailure extends Exception {
  private static final long serialVersionUID = 1;
  private static final String SCRIPT_LINE = "user_script";

  /** Errors by which every first write of a script is refused. */
  private static final Set<String> REFUSE_WRITES =
      Set.of("READONLY", "OOM", "MISCONF", "NOREPLICAS", "MASTERDOWN");

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

  /** A failure of what was not sent, for the reason that something else had failed. */
  static RedisFailure unsent(RedisFailure why) {
    return new RedisFailure(String.valueOf(why.getMessage()), false, why);
  }

  /**
   * A failure that says nothing about Redis: an asker's time is up, though no exchange has failed,
   * since this node may be overloaded; or a key is on its way from server to server.
   */
  static RedisFailure passing(String reason, boolean maybeDone) {
    return new RedisFailure(reason, maybeDone, false);
  }

  /**
   * Classifies what Jedis throws outside of replies to questions: a broken or silent connection
   * leaves it open what was done.
   */
  static RedisFailure of(JedisException e) {
    return new RedisFailure(firstLine(e), e instanceof JedisConnectionException, e);
  }

  /**
   * Classifies an error reply. It refuses a command as a whole; a script too, unless it names the
   * line at which the script failed: by then it may have written. Not so where Redis, in its
   * present state, lets no script write. That a key is of another type says nothing about Redis.
   *
   * @param script whether it answers a script
   */
  static RedisFailure refusal(JedisDataException e, boolean script) {
    String reason = firstLine(e);
    boolean midway = script && reason.contains(SCRIPT_LINE) && !refusesWrites(reason);
    return reason.startsWith("WRONGTYPE")
        ? passing(reason, midway)
        : new RedisFailure(reason, midway, e);
  }

  /** An error reply to a command beside one that was done: together they are half done. */
  static RedisFailure halfDone(JedisDataException e) {
    return new RedisFailure(firstLine(e), true, e);
  }

  private static boolean refusesWrites(String reason) {
    return REFUSE_WRITES.contains(reason.split(" ", 2)[0]);
  }

  /** Whether it is Redis that failed, rather than an asker's patience. */
  boolean outage() {
    return outage;
  }

  boolean maybeDone() {
    return maybeDone;
  }

  /** What Jedis took over from its cause begins with the name of a class, which helps nobody. */
  private static String firstLine(JedisException e) {
    Throwable cause = e.getCause();
    String message = e.getMessage() == null ? "it gives no reason" : e.getMessage();
    String told =
        cause != null && cause.getMessage() != null && message.equals(cause.toString())
            ? cause.getMessage()
            : message;
    return told.lines().findFirst().orElse("");
  }
}
