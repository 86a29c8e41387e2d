package io.tradeguard.ratelimit.redis.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Something that Redis is to do: it encodes itself, travels in a batch with others from the thread
 * that waits for it, and decodes its own replies.
 *
 * <p>Its states: queued → sent → answered or failed; and whoever waits may walk away from both of
 * the first. Each command ends in exactly one state, so that an answer is either used or known to
 * have come too late.
 */
public abstract sealed class Command permits Count, ScriptCommand, PlainCommand {
  private static final int QUEUED = 0;
  private static final int SENT = 1;
  private static final int ANSWERED = 2;
  private static final int FAILED = 3;
  private static final int WITHDRAWN = 4;
  private static final int ABANDONED = 5;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Command.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** When whoever waits leaves, in the time of {@link System#nanoTime}. */
  long deadline;

  /** Whether it goes to a server that does not own its slot yet. */
  boolean asking;

  private final Thread waiting = Thread.currentThread();

  @SuppressWarnings("UnusedVariable") // Through STATE.
  private volatile int state = QUEUED;

  private @Nullable RedisFailure failure;
  private @Nullable RedisError redirection;

  /** Returns the key by which a cluster knows where this goes. */
  public abstract byte[] key();

  /**
   * Writes it.
   *
   * @param fallback whether to write the longer form, as one command, that needs nothing of Redis:
   *     no cached script and no key of the right type
   */
  abstract void encode(RespBuffer out, boolean fallback);

  /** Returns how many replies there will be. */
  abstract int replies(boolean fallback);

  /** Whether its decoding wants Redis's time, which an exchange asks for once. */
  boolean needsTime(boolean fallback) {
    return false;
  }

  /**
   * Ends it, and whatever was merged into it, by its replies.
   *
   * @param micros Redis's time in microseconds since 1970; -1 if the exchange has none
   * @return whether it has ended; if not it must be sent once more, in its longer form
   */
  abstract boolean decode(List<@Nullable Object> replies, boolean fallback, long micros);

  /** Marks it as on its way; false if whoever waited has walked away. */
  final boolean take() {
    return STATE.compareAndSet(this, QUEUED, SENT);
  }

  /** Tells that the answer, already written into this object, is there. */
  final void answered() {
    end(ANSWERED);
  }

  /** Ends it by an error reply. */
  final void refused(RedisError error, boolean script) {
    if (error.isRedirection()) {
      redirection = error;
      failed(RedisFailure.passing("its key is on its way from server to server", false));
    } else {
      failed(RedisFailure.refusal(error, script));
    }
  }

  final void failed(RedisFailure why) {
    failure = why;
    end(FAILED);
  }

  private void end(int with) {
    if (STATE.compareAndSet(this, SENT, with) && waiting != Thread.currentThread()) {
      LockSupport.unpark(waiting);
    }
  }

  final void wake() {
    LockSupport.unpark(waiting);
  }

  final boolean waits() {
    return state == QUEUED;
  }

  final boolean ended() {
    int now = state;
    return now != QUEUED && now != SENT;
  }

  /** Walks away: what comes later comes too late. */
  final void leave() {
    if (!STATE.compareAndSet(this, QUEUED, WITHDRAWN)) {
      STATE.compareAndSet(this, SENT, ABANDONED);
    }
  }

  /** Returns where a cluster says that it is to be done instead; null if it does not. */
  public final @Nullable RedisError redirection() {
    return redirection;
  }

  /** Makes it ready to be sent to the server that a redirection named. */
  public final void redirect() {
    asking = redirection != null && redirection.code().equals("ASK");
    redirection = null;
    failure = null;
    state = QUEUED;
  }

  /** Why it failed, if it did; for whoever sent it. */
  final @Nullable RedisFailure failure() {
    return failure;
  }

  /**
   * Tells how it ended.
   *
   * @throws RedisFailure if there is no answer
   */
  public final void check() throws RedisFailure {
    switch (state) {
      case ANSWERED -> {}
      case FAILED -> throw failure == null ? new RedisFailure("no answer", true) : failure;
      case WITHDRAWN, QUEUED -> throw RedisFailure.passing("no connection was free in time", false);
      default -> throw RedisFailure.passing("no answer in time", true);
    }
  }
}
