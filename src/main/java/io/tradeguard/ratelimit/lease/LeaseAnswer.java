package io.tradeguard.ratelimit.lease;

import io.tradeguard.ratelimit.Source;

/**
 * What became of a wish about a lease.
 *
 * @param running leases that hold a place after it, as far as whoever decided knows
 */
public record LeaseAnswer(Outcome outcome, int running, Source source) {
  /** What became of it. */
  public enum Outcome {
    /** The place is held, for as long as was asked for. */
    HELD,
    /** All places are taken. */
    REFUSED,
    /** The lease has ended before. */
    ENDED,
    /** Redis cannot be asked, and the category is closed then. */
    UNAVAILABLE
  }

  /** Whether the place is held. */
  public boolean held() {
    return outcome == Outcome.HELD;
  }
}
