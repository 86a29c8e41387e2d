package io.tradeguard.testing;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Which of the tests that run at once may use one server: many that keep to users of their own, or
 * one alone that fills its store, stops its database or kills it.
 */
public final class ServerTurns {
  /** The turns of {@link TestServer#shared}. */
  public static final ServerTurns SHARED = new ServerTurns();

  private final ReadWriteLock turns = new ReentrantReadWriteLock(true);

  void begin() {
    TestTimes.withoutWaiting(turns.readLock()::lock);
  }

  void end() {
    turns.readLock().unlock();
  }

  /** Waits until nobody else uses the server. */
  public void beginAlone() {
    TestTimes.withoutWaiting(turns.writeLock()::lock);
  }

  /** Lets others use it; called by the thread that began. */
  public void endAlone() {
    turns.writeLock().unlock();
  }
}
