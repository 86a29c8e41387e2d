package io.tradeguard.files;

import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the work of reading whole files: half of the cores do it, and as much memory as that many
 * files take; the others stay free for all other calls. Who comes when all are busy waits in turn,
 * up to a number and a time.
 */
@ApplicationScoped
public class ReadingGate {
  static final int MAX_WAITING = 16;

  private static final int BUSY = 503;
  private static final int RETRY_SECONDS = 5;

  private final Semaphore free;
  private final long patienceSeconds;
  private final AtomicInteger waiting = new AtomicInteger();

  public ReadingGate() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 20);
  }

  ReadingGate(int atOnce, long patienceSeconds) {
    this.free = new Semaphore(atOnce, true);
    this.patienceSeconds = patienceSeconds;
  }

  /** Enters if nobody is before; then {@link #leave} must follow. */
  boolean tryEnter() {
    return !free.hasQueuedThreads() && free.tryAcquire();
  }

  /**
   * Enters in turn; then {@link #leave} must follow.
   *
   * @throws ProblemException 503 if too many wait, or too long
   */
  void enter() {
    if (tryEnter()) {
      return;
    }
    try {
      if (waiting.incrementAndGet() > MAX_WAITING
          || !free.tryAcquire(patienceSeconds, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } finally {
      waiting.decrementAndGet();
    }
  }

  int waiting() {
    return waiting.get();
  }

  void leave() {
    free.release();
  }

  private static ProblemException busy() {
    return new ProblemException(
        Problem.of(
                BUSY,
                "The server is busy with other backtests. Retry in " + RETRY_SECONDS + " seconds.")
            .withHeader("Retry-After", String.valueOf(RETRY_SECONDS)));
  }
}
