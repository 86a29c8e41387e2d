package io.tradeguard.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Work that a helper may do while its owner goes on, and that the owner does where no helper has
 * come to it: so nobody ever depends on another thread.
 */
public final class Errand {
  private final FutureTask<Void> task;

  private Errand(Callable<Void> work) {
    this.task = new FutureTask<>(work);
  }

  /**
   * Offers work to helpers.
   *
   * @param helpers run what they are given, or refuse it
   */
  public static Errand offer(Callable<Void> work, Executor helpers) {
    Errand errand = new Errand(work);
    try {
      helpers.execute(errand.task);
    } catch (RejectedExecutionException busy) {
      // Then it is done by whoever waits for it.
    }
    return errand;
  }

  public boolean isDone() {
    return task.isDone();
  }

  /**
   * Returns when the work is done, by a helper or here.
   *
   * @throws IOException if it failed, whoever did it, or this thread was interrupted
   */
  public void await() throws IOException {
    task.run();
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IOException("Work on the side failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while work on the side was waited for");
    }
  }
}
