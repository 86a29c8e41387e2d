package io.tradeguard.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.ratelimit.Source;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts decisions by category, outcome and source, and how long they take. Every series exists
 * from the start, so that a rate over it is right from the first event, and there are never more:
 * their number is that of the configured categories, times eight.
 */
final class DecisionMeters implements Monitor {
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(50_000),
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100)
  };

  private final Map<String, Map<Outcome, Map<Source, Counter>>> counters = new LinkedHashMap<>();
  private final Map<Source, Timer> timers = new EnumMap<>(Source.class);

  DecisionMeters(MeterRegistry registry, Collection<String> categories) {
    for (String category : categories.stream().sorted().toList()) {
      Map<Outcome, Map<Source, Counter>> byOutcome = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        Map<Source, Counter> bySource = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
          bySource.put(source, counter(registry, category, outcome, source));
        }
        byOutcome.put(outcome, bySource);
      }
      counters.put(category, byOutcome);
    }
    for (Source source : Source.values()) {
      timers.put(
          source,
          Timer.builder("tradeguard.decision.duration")
              .description("Time to decide a request")
              .tag("source", source.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
  }

  private static Counter counter(
      MeterRegistry registry, String category, Outcome outcome, Source source) {
    return Counter.builder("tradeguard.decisions")
        .description("Rate-limit decisions")
        .tag("category", category)
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .tag("source", source.label())
        .register(registry);
  }

  @Override
  public void decided(DecisionMade event) {
    Source source = event.decision().source();
    Map<Outcome, Map<Source, Counter>> byOutcome = counters.get(event.key().category());
    if (byOutcome != null) {
      of(byOutcome, event.decision().outcome(), source).increment();
    }
    Timer timer = timers.get(source);
    if (timer != null) {
      timer.record(event.nanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Returns the configured categories, by name. */
  Collection<String> categories() {
    return counters.keySet();
  }

  /** Returns how many decisions of a category ended so, since the start and by any source. */
  long count(String category, Outcome outcome) {
    Map<Outcome, Map<Source, Counter>> byOutcome = counters.get(category);
    if (byOutcome == null) {
      return 0;
    }
    long count = 0;
    for (Source source : Source.values()) {
      count += (long) of(byOutcome, outcome, source).count();
    }
    return count;
  }

  /** Returns how decisions ended since the start, for every category. */
  List<CategoryCounts> totals() {
    return counters.keySet().stream()
        .map(
            category ->
                new CategoryCounts(
                    category,
                    count(category, Outcome.ALLOWED),
                    count(category, Outcome.REFUSED),
                    count(category, Outcome.SHADOWED),
                    count(category, Outcome.UNAVAILABLE)))
        .toList();
  }

  private static Counter of(
      Map<Outcome, Map<Source, Counter>> byOutcome, Outcome outcome, Source source) {
    Map<Source, Counter> bySource = byOutcome.getOrDefault(outcome, Map.of());
    Counter counter = bySource.get(source);
    if (counter == null) {
      throw new IllegalStateException("No counter for " + outcome + " by " + source);
    }
    return counter;
  }
}
