package io.tradeguard.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Waits for a fact by asking again until a deadline, where nothing announces it. */
public final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /** A check that may fail in any way until it holds. */
  @FunctionalInterface
  public interface Check {
    void run() throws Exception;
  }

  /** A question that has no answer yet, or one. */
  @FunctionalInterface
  public interface Question<T> {
    Optional<T> ask() throws Exception;
  }

  /** Repeats a check until it passes; after the deadline its last failure is thrown. */
  public static void within(Duration deadline, Check check) {
    within(deadline, PAUSE, check);
  }

  /** Repeats a check with the given pause until it passes or the deadline is over. */
  public static void within(Duration deadline, Duration pause, Check check) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      try {
        check.run();
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted while waiting", e);
      } catch (Exception | AssertionError e) {
        if (System.nanoTime() > end) {
          throw new AssertionError("Not true within " + deadline + ": " + e.getMessage(), e);
        }
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  /** Asks until there is an answer, and returns it. */
  public static <T> T answerWithin(Duration deadline, Question<T> question) {
    Object[] found = new Object[1];
    within(
        deadline,
        () ->
            found[0] =
                question.ask().orElseThrow(() -> new AssertionError("There is no answer yet")));
    @SuppressWarnings("unchecked")
    T answer = (T) found[0];
    return answer;
  }
}
