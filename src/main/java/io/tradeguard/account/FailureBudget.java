package io.tradeguard.account;

import java.time.Duration;

/** So many in a period, whoever asks. */
final class FailureBudget {
  private final int limit;
  private final long periodNanos;
  private long start = System.nanoTime();
  private int taken;

  FailureBudget(int limit, Duration period) {
    this.limit = limit;
    this.periodNanos = period.toNanos();
  }

  synchronized boolean take() {
    long now = System.nanoTime();
    if (now - start >= periodNanos) {
      start = now;
      taken = 0;
    }
    return taken++ < limit;
  }
}
