package io.tradeguard.ratelimit.redis;

/**
 * When to look for a Redis that is away: soon at first, then later each time, and so too if it has
 * come back only to fail again. Times are of {@link System#nanoTime}.
 */
final class ProbePlan {
  private static final long SHORTEST_NANOS = 100_000_000;
  private static final long LONGEST_NANOS = 1_600_000_000;

  /** How long Redis must have been there to be looked for at once when it fails. */
  private static final long STABLE_NANOS = 10_000_000_000L;

  private long pause = SHORTEST_NANOS;
  private long lastBack;
  private long next;

  boolean isDue(long now) {
    return now - next >= 0;
  }

  void failed(long now) {
    next = now + pause;
    pause = Math.min(2 * pause, LONGEST_NANOS);
  }

  /** Redis is there; should it fail, it is looked for after a pause if it has failed before. */
  void succeeded(long now, boolean failedBefore) {
    if (now - lastBack > STABLE_NANOS) {
      pause = SHORTEST_NANOS;
    }
    lastBack = now;
    next = now + (failedBefore ? pause : 0);
  }
}
