package io.tradeguard.ratelimit.redis.wire;

import java.io.IOException;
import java.util.Set;

/** Redis did not do what it was asked. Its message holds no secret. */
public final class RedisFailure extends Exception {
  private static final long serialVersionUID = 1;

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
  public RedisFailure(String reason, boolean maybeDone, Throwable cause) {
    super(reason, cause);
    this.maybeDone = maybeDone;
    this.outage = true;
  }

  public RedisFailure(String reason, boolean maybeDone) {
    this(reason, maybeDone, true);
  }

  private RedisFailure(String reason, boolean maybeDone, boolean outage) {
    super(reason);
    this.maybeDone = maybeDone;
    this.outage = outage;
  }

  /** A failure of what was not sent, for the reason that something else had failed. */
  public static RedisFailure unsent(RedisFailure why) {
    return new RedisFailure(String.valueOf(why.getMessage()), false, why);
  }

  /**
   * A failure that says nothing about Redis: the time of whoever waited is up, though no exchange
   * has failed, since this node may be overloaded; or a key is on its way from server to server.
   */
  public static RedisFailure passing(String reason, boolean maybeDone) {
    return new RedisFailure(reason, maybeDone, false);
  }

  /** A connection that broke or stayed silent leaves it open what was done. */
  public static RedisFailure of(IOException e) {
    return new RedisFailure(reason(e), true, e);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** No connection: nothing was done. */
  public static RedisFailure noConnection(IOException e) {
    return new RedisFailure(reason(e), false, e);
  }

  /**
   * Classifies an error reply. It refuses a command as a whole; a script too, unless it names the
   * line at which the script failed: by then it may have written. Not so where Redis, in its
   * present state, lets no script write. That a key is of another type says nothing about Redis.
   *
   * @param script whether it answers a script
   */
  public static RedisFailure refusal(RedisError error, boolean script) {
    boolean midway = script && error.isMidScript() && !REFUSE_WRITES.contains(error.code());
    return error.code().equals("WRONGTYPE")
        ? passing(error.message(), midway)
        : new RedisFailure(error.message(), midway);
  }

  /** An error reply to a command beside one that was done: together they are half done. */
  public static RedisFailure halfDone(RedisError error) {
    return new RedisFailure(error.message(), true);
  }

  /** Whether it is Redis that failed, rather than the patience of whoever waited. */
  public boolean outage() {
    return outage;
  }

  /** Whether Redis may have done it, or may do it yet. */
  public boolean maybeDone() {
    return maybeDone;
  }
}
