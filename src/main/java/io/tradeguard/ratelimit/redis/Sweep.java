package io.tradeguard.ratelimit.redis;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The work that brings to Redis what was counted without it: owed after each outage, and by whoever
 * still counted alone when Redis was back already.
 */
final class Sweep {
  private final Breaker breaker;
  private final AtomicBoolean owed = new AtomicBoolean();
  private Runnable work = () -> {};
  private int sweptOutages;

  Sweep(Breaker breaker) {
    this.breaker = breaker;
  }

  void setWork(Runnable newWork) {
    work = newWork;
  }

  /** Asks for another sweep, of what the last one may have been too early for. */
  void owe() {
    owed.set(true);
  }

  /**
   * Sweeps if something is owed. An outage is paid for only once the work has run to its end while
   * Redis was there: the heartbeat may have failed meanwhile.
   */
  void runIfOwed() {
    int outage = breaker.outages();
    if (!owed.getAndSet(false) && sweptOutages == outage) {
      return;
    }
    work.run();
    if (breaker.closed() && breaker.outages() == outage) {
      sweptOutages = outage;
    }
  }
}
