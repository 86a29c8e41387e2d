package io.tradeguard.web.transfer;

import java.util.function.LongSupplier;

/**
 * Judges whether a client sends or reads fast enough. Only the time spent waiting for the client
 * counts, so that a slow store is never blamed on it; and only the current stretch of waiting, as
 * long as the grace, so that a fast start buys no long silence. Safe for use by several threads.
 */
public final class Pace implements Patience {
  private static final long SECOND = 1_000_000_000L;

  private final long bytesPerSecond;
  private final long stretch;
  private final LongSupplier nanoTime;
  private long waited;
  private long bytes;
  private long waitingSince;
  private boolean waiting;
  private boolean slow;

  /**
   * Starts with the client's grace.
   *
   * @param bytesPerSecond the least rate, 0 for none
   * @param graceSeconds how long a client may be slower
   */
  public Pace(int bytesPerSecond, int graceSeconds, LongSupplier nanoTime) {
    this.bytesPerSecond = bytesPerSecond;
    this.stretch = Math.max(1, graceSeconds) * SECOND;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void startWaiting() {
    waiting = true;
    waitingSince = nanoTime.getAsLong();
  }

  @Override
  public synchronized void arrived(int count) {
    waited += nanoTime.getAsLong() - waitingSince;
    waiting = false;
    bytes += count;
    if (waited >= stretch) {
      slow |= isBelow(waited);
      waited = 0;
      bytes = 0;
    }
  }

  /** Whether the client was too slow over a whole stretch, the current wait included. */
  @Override
  public synchronized boolean isTooSlow() {
    long wait = waiting ? nanoTime.getAsLong() - waitingSince : 0;
    long soFar = waited + wait;
    boolean silent = wait >= stretch && bytesPerSecond > 0;
    return slow || silent || (soFar >= stretch && isBelow(soFar));
  }

  private boolean isBelow(long nanos) {
    return bytes < bytesPerSecond * (nanos / (double) SECOND);
  }
}
