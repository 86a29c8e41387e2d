package io.tradeguard.database;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread's at a time, in the order of asking. A thread that has it may take it again, for a
 * second connection; any thread may give it back, since a server ends an overdue transaction by
 * another.
 */
final class Turn {
  private final Semaphore free = new Semaphore(1, true);
  private @Nullable Thread holder;
  private int holds;

  /** Waits for the turn; false if it did not come in time. */
  boolean take(Duration longest) throws InterruptedException {
    if (takeAgain()) {
      return true;
    }
    if (!free.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    begin();
    return true;
  }

  private synchronized boolean takeAgain() {
    boolean mine = holder == Thread.currentThread();
    if (mine) {
      holds++;
    }
    return mine;
  }

  private synchronized void begin() {
    holder = Thread.currentThread();
    holds = 1;
  }

  synchronized void giveBack() {
    holds--;
    if (holds == 0) {
      holder = null;
      free.release();
    }
  }
}
