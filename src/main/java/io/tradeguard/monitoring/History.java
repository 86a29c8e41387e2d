package io.tradeguard.monitoring;

import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.ratelimit.Source;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of the last fifteen minutes, second by second, in a ring of fixed size. Writers
 * never wait for each other.
 */
final class History implements Monitor {
  static final int SECONDS = 900;

  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

  private final List<String> categories;
  private final Clock clock;
  private final AtomicReferenceArray<@Nullable Slot> ring = new AtomicReferenceArray<>(SECONDS);

  /** One second; its counts by category and outcome lie in one row. */
  private static final class Slot {
    final long second;
    final AtomicLongArray counts;
    volatile Source source = Source.LOCAL;
    volatile @Nullable Double redisLatencyMs;

    Slot(long second, int size) {
      this.second = second;
      this.counts = new AtomicLongArray(size);
    }
  }

  History(Collection<String> categories, Clock clock) {
    this.categories = categories.stream().sorted().toList();
    this.clock = clock;
  }

  @Override
  public void decided(DecisionMade event) {
    int category = categories.indexOf(event.key().category());
    if (category >= 0) {
      slot(clock.millis() / 1000)
          .counts
          .incrementAndGet(index(category, event.decision().outcome()));
    }
  }

  /** Notes who decides and how fast Redis is, for the second that is now. */
  void note(Source source, @Nullable Double redisLatencyMs) {
    Slot slot = slot(clock.millis() / 1000);
    slot.source = source;
    slot.redisLatencyMs = redisLatencyMs;
  }

  private Slot slot(long second) {
    int index = (int) (second % SECONDS);
    while (true) {
      Slot known = ring.get(index);
      if (known != null && known.second >= second) {
        return known;
      }
      Slot fresh = new Slot(second, categories.size() * OUTCOMES.size());
      if (ring.compareAndSet(index, known, fresh)) {
        return fresh;
      }
    }
  }

  /** Returns the last whole seconds that are known, oldest first; the present one is not whole. */
  List<SecondCounts> last(int seconds) {
    long now = clock.millis() / 1000;
    List<SecondCounts> past = new ArrayList<>();
    for (long second = now - Math.min(seconds, SECONDS - 1); second < now; second++) {
      Slot slot = ring.get((int) (second % SECONDS));
      if (slot != null && slot.second == second) {
        past.add(read(slot));
      }
    }
    return past;
  }

  private SecondCounts read(Slot slot) {
    List<CategoryCounts> decisions = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      CategoryCounts counts =
          new CategoryCounts(
              categories.get(i),
              count(slot, i, Outcome.ALLOWED),
              count(slot, i, Outcome.REFUSED),
              count(slot, i, Outcome.SHADOWED),
              count(slot, i, Outcome.UNAVAILABLE));
      if (counts.allowed() + counts.refused() + counts.shadowed() + counts.unavailable() > 0) {
        decisions.add(counts);
      }
    }
    return new SecondCounts(
        Instant.ofEpochSecond(slot.second), slot.source.label(), slot.redisLatencyMs, decisions);
  }

  private static int index(int category, Outcome outcome) {
    return category * OUTCOMES.size() + OUTCOMES.indexOf(outcome);
  }

  private static long count(Slot slot, int category, Outcome outcome) {
    return slot.counts.get(index(category, outcome));
  }
}
