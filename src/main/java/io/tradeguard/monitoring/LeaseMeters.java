package io.tradeguard.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradeguard.ratelimit.lease.LeaseAnswer.Outcome;
import io.tradeguard.ratelimit.lease.LeaseDecided;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/** Counts the leases that were asked for, of the categories that limit them, by outcome. */
final class LeaseMeters implements Monitor {
  private static final String OVER = "shadowed";

  private final Map<String, Map<String, Counter>> counters = new LinkedHashMap<>();

  /**
   * Registers the meters; every series exists from the start.
   *
   * @param limits of leases at once, of the categories that have one
   * @param held leases that this node has given and not seen end
   */
  LeaseMeters(MeterRegistry registry, Map<String, Integer> limits, IntSupplier held) {
    for (Map.Entry<String, Integer> limit : limits.entrySet()) {
      String category = limit.getKey();
      Gauge.builder("tradeguard.leases.limit", limit::getValue)
          .description("Leases of one subject at once")
          .tag("category", category)
          .register(registry);
      Map<String, Counter> byOutcome = new LinkedHashMap<>();
      for (String outcome :
          List.of(label(Outcome.HELD), OVER, label(Outcome.REFUSED), label(Outcome.UNAVAILABLE))) {
        byOutcome.put(
            outcome,
            Counter.builder("tradeguard.leases")
                .description("Leases asked for")
                .tag("category", category)
                .tag("outcome", outcome)
                .register(registry));
      }
      counters.put(category, byOutcome);
    }
    Gauge.builder("tradeguard.leases.held", held::getAsInt)
        .description("Leases that this node has given and not seen end")
        .register(registry);
  }

  @Override
  public void leaseDecided(LeaseDecided event) {
    Map<String, Counter> byOutcome = counters.get(event.key().category());
    String outcome = event.over() ? OVER : label(event.answer().outcome());
    Counter counter = byOutcome == null ? null : byOutcome.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  private static String label(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
