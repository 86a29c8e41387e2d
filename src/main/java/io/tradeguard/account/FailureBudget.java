package io.tradeguard.account;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** So many in a period, whoever asks. */
final class FailureBudget {
  private final int limit;
  private final long periodNanos;
  private final Ticker ticker;
  private long start;
  private int taken;

  FailureBudget(int limit, Duration period, Ticker ticker) {
    this.limit = limit;
    this.periodNanos = period.toNanos();
    this.ticker = ticker;
    this.start = ticker.read();
  }

  synchronized boolean take() {
    long now = ticker.read();
    if (now - start >= periodNanos) {
      start = now;
      taken = 0;
    }
    if (taken >= limit) {
      return false;
    }
    taken++;
    return true;
  }
}
