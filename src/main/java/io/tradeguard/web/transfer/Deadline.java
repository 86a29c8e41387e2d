package io.tradeguard.web.transfer;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Waits for a client up to a moment, however much it has sent by then. */
final class Deadline implements Patience {
  private final LongSupplier nanoTime;
  private final long end;

  Deadline(Duration time, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + time.toNanos();
  }

  @Override
  public void startWaiting() {
    // Whoever waits, the time goes on.
  }

  @Override
  public void arrived(int count) {
    // No number of bytes buys time.
  }

  @Override
  public boolean isTooSlow() {
    return nanoTime.getAsLong() - end >= 0;
  }
}
