package io.tradeguard.ratelimit.redis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One question to Redis, from the thread that waits for it to the one that carries it there.
 *
 * <p>Its states: queued → taken → answered or failed; and the asker may walk away from both of the
 * first. Each question ends in exactly one state, so that an answer is either used by its asker or
 * known to have come too late.
 */
abstract sealed class Ask permits CountAsk, WindowsAsk, CommandAsk {
  private static final int QUEUED = 0;
  private static final int TAKEN = 1;
  private static final int ANSWERED = 2;
  private static final int FAILED = 3;
  private static final int WITHDRAWN = 4;
  private static final int ABANDONED = 5;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Ask.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Questions that go before this one in the same exchange. */
  final List<CommandAsk> first;

  /** When its asker leaves, in the time of {@link System#nanoTime}. */
  long deadline;

  private final Thread asker = Thread.currentThread();

  @SuppressWarnings("UnusedVariable") // Through STATE.
  private volatile int state = QUEUED;

  private @Nullable RedisFailure failure;

  Ask(List<CommandAsk> first) {
    this.first = first;
  }

  /** The key by which a cluster knows where this goes. */
  abstract byte[] routingKey();

  /** Marks it as on its way; false if the asker has walked away. */
  final boolean take() {
    return STATE.compareAndSet(this, QUEUED, TAKEN);
  }

  /** Tells the asker that the answer, already written into this object, is there. */
  final void answered() {
    end(ANSWERED);
  }

  /** Notes why Redis did not do it, to be told by {@link #failed}. */
  final void refused(RedisFailure why) {
    failure = why;
  }

  /**
   * Tells the asker that there is no answer.
   *
   * @param why unless it was noted already
   */
  final void failed(RedisFailure why) {
    if (failure == null) {
      failure = why;
    }
    end(FAILED);
  }

  private void end(int with) {
    if (STATE.compareAndSet(this, TAKEN, with) && asker != Thread.currentThread()) {
      LockSupport.unpark(asker);
    }
  }

  final void wake() {
    LockSupport.unpark(asker);
  }

  final boolean waits() {
    return state == QUEUED;
  }

  final boolean ended() {
    int now = state;
    return now != QUEUED && now != TAKEN;
  }

  /** Walks away: what comes later comes too late. */
  final void leave() {
    if (!STATE.compareAndSet(this, QUEUED, WITHDRAWN)) {
      STATE.compareAndSet(this, TAKEN, ABANDONED);
    }
  }

  /**
   * Tells how it ended.
   *
   * @throws RedisFailure if there is no answer
   */
  final void check() throws RedisFailure {
    switch (state) {
      case ANSWERED -> {}
      case FAILED -> throw failure == null ? new RedisFailure("no answer", true) : failure;
      case WITHDRAWN -> throw RedisFailure.passing("no connection was free in time", false);
      default -> throw RedisFailure.passing("no answer in time", true);
    }
  }
}
