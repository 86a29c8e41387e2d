package io.tradeguard.ratelimit.redis;

import java.util.concurrent.ThreadLocalRandom;

/**
 * When to look for a Redis that is away: soon at first, then later each time; and later still if it
 * came back only to fail again. Times are of {@link System#nanoTime}.
 */
final class ProbeBackoff {
  /** How long Redis must have been there for a failure not to be the last one's continuation. */
  static final long STABLE_NANOS = 10_000_000_000L;

  private static final long SHORTEST_NANOS = 100_000_000;
  private static final long LONGEST_NANOS = 1_600_000_000;

  private long pause = SHORTEST_NANOS;
  private long flapPause = SHORTEST_NANOS;
  private long lastBack = System.nanoTime() - STABLE_NANOS;
  private volatile long next = System.nanoTime();

  boolean isDue(long now) {
    return now - next >= 0;
  }

  /** Returns how long it is until the next probe; 0 if that is due. */
  long nanosLeft(long now) {
    return Math.max(0, next - now);
  }

  /** Redis has failed while it was asked. */
  synchronized void failed(long now) {
    boolean flaps = now - lastBack < STABLE_NANOS;
    next = now + (flaps ? jittered(flapPause) : 0);
    flapPause = flaps ? Math.min(4 * flapPause, STABLE_NANOS) : SHORTEST_NANOS;
    pause = SHORTEST_NANOS;
  }

  /** A probe has failed. */
  synchronized void stillAway(long now) {
    next = now + jittered(pause);
    pause = Math.min(2 * pause, LONGEST_NANOS);
  }

  /** A probe has succeeded. */
  synchronized void back(long now) {
    lastBack = now;
  }

  /** Nodes that lost Redis at once do not come back at once. */
  private static long jittered(long nanos) {
    return nanos + ThreadLocalRandom.current().nextLong(nanos / 4);
  }
}
