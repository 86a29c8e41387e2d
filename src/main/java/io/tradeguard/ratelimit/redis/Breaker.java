package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.memory.Outages;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether one server is asked. The first failure opens it; from then on no request goes near that
 * server until a probe, which runs in the background, has succeeded.
 */
final class Breaker {
  private final AtomicInteger sequence;
  private volatile boolean closed;
  private volatile Outages outages;

  /**
   * Creates an open breaker: its server has yet to show that it is there.
   *
   * @param sequence numbers the outages of all servers, so that those of two can be compared
   */
  Breaker(AtomicInteger sequence, Outages outages) {
    this.sequence = sequence;
    this.outages = outages;
  }

  boolean closed() {
    return closed;
  }

  Outages outages() {
    return outages;
  }

  /** Takes the server out of the path; false if it was out already. */
  boolean open() {
    if (!closed) {
      return false;
    }
    outages = new Outages(sequence.incrementAndGet(), outages.lastLoss());
    closed = false;
    return true;
  }

  /**
   * Lets the server decide again.
   *
   * @param lossy whether it has lost what it held
   */
  void close(boolean lossy) {
    if (lossy) {
      outages = new Outages(outages.last(), outages.last());
    }
    closed = true;
  }
}
