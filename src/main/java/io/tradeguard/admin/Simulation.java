package io.tradeguard.admin;

import io.tradeguard.monitoring.RecordedDecision;
import io.tradeguard.monitoring.Recording;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Replays recorded decisions against another limit: the same limiter as in production, in memory,
 * its clock set to the time of each decision. A key begins with nothing counted.
 */
final class Simulation {
  private static final int MAX_LISTED = 100;

  private final Map<LimitKey, Integer> newlyRefused = new HashMap<>();
  private final Map<LimitKey, Integer> newlyAllowed = new HashMap<>();
  private final Set<LimitKey> keys = new HashSet<>();
  private int refusedRecorded;
  private int refusedSimulated;

  /**
   * Decisions that would have ended otherwise.
   *
   * @param callers how many keys they belong to
   * @param keys those with the most, at most 100
   */
  record Difference(int decisions, int callers, List<Caller> keys) {
    Difference {
      keys = List.copyOf(keys);
    }
  }

  /** A key and how many of its decisions would have ended otherwise. */
  record Caller(LimitKey key, int decisions) {}

  /** What came of a replay. */
  record Outcome(
      double fraction,
      Instant from,
      Instant to,
      int decisions,
      int keys,
      int refusedRecorded,
      int refusedSimulated,
      Difference newlyRefused,
      Difference newlyAllowed) {}

  private Simulation() {}

  static Outcome run(Recording recording, LimitPolicy policy) {
    return new Simulation().replay(recording, policy);
  }

  private Outcome replay(Recording recording, LimitPolicy policy) {
    List<RecordedDecision> decisions = recording.decisions();
    decisions.forEach(decision -> keys.add(decision.key()));
    AtomicLong micros = new AtomicLong();
    try (MemoryRateLimiter limiter =
        new MemoryRateLimiter(Math.max(1, keys.size()), micros::get, recording.from())) {
      for (RecordedDecision decision : decisions) {
        // Clocks of machines can be set back; the limiter's must not.
        long now = TimeUnit.MILLISECONDS.toMicros(decision.atMillis());
        micros.accumulateAndGet(now, Math::max);
        boolean refused = !limiter.decide(decision.key(), policy, decision.weight()).passes();
        compare(decision, refused);
      }
    }
    return new Outcome(
        recording.fraction(),
        recording.from(),
        recording.to(),
        decisions.size(),
        keys.size(),
        refusedRecorded,
        refusedSimulated,
        difference(newlyRefused),
        difference(newlyAllowed));
  }

  private void compare(RecordedDecision recorded, boolean refused) {
    refusedRecorded += recorded.refused() ? 1 : 0;
    refusedSimulated += refused ? 1 : 0;
    if (refused && !recorded.refused()) {
      newlyRefused.merge(recorded.key(), 1, Integer::sum);
    } else if (!refused && recorded.refused()) {
      newlyAllowed.merge(recorded.key(), 1, Integer::sum);
    }
  }

  private static Difference difference(Map<LimitKey, Integer> byKey) {
    List<Caller> callers =
        byKey.entrySet().stream()
            .map(entry -> new Caller(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingInt(Caller::decisions)
                    .reversed()
                    .thenComparing(caller -> caller.key().text()))
            .limit(MAX_LISTED)
            .toList();
    int decisions = byKey.values().stream().mapToInt(Integer::intValue).sum();
    return new Difference(decisions, byKey.size(), callers);
  }
}
