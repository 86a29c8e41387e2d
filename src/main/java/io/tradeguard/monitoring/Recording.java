package io.tradeguard.monitoring;

import java.time.Instant;
import java.util.List;

/**
 * Recorded decisions of a span of time.
 *
 * @param fraction of all keys whose decisions are here, above 0 and up to 1
 * @param from since when every decision of those keys is here; later than asked if less was kept
 * @param to until when
 * @param decisions oldest first
 */
public record Recording(
    double fraction, Instant from, Instant to, List<RecordedDecision> decisions) {
  public Recording {
    decisions = List.copyOf(decisions);
  }
}
