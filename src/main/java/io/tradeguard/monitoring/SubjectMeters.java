package io.tradeguard.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.ratelimit.LimitKey;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts decisions by the type of whom they were about. Services name types as they like, so all
 * but users and addresses are one: the number of series is that of the configured categories, times
 * twelve.
 */
final class SubjectMeters implements Monitor {
  private static final String OTHER = "other";

  private final Map<String, Map<String, Map<Outcome, Counter>>> counters = new LinkedHashMap<>();

  SubjectMeters(MeterRegistry registry, Collection<String> categories) {
    for (String category : categories.stream().sorted().toList()) {
      Map<String, Map<Outcome, Counter>> byType = new LinkedHashMap<>();
      for (String type : List.of(LimitKey.Type.USER.label(), LimitKey.Type.IP.label(), OTHER)) {
        Map<Outcome, Counter> byOutcome = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
          byOutcome.put(
              outcome,
              Counter.builder("tradeguard.subject.decisions")
                  .description("Rate-limit decisions by the type of their subject")
                  .tag("category", category)
                  .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                  .tag("subject", type)
                  .register(registry));
        }
        byType.put(type, byOutcome);
      }
      counters.put(category, byType);
    }
  }

  @Override
  public void decided(DecisionMade event) {
    Map<String, Map<Outcome, Counter>> byType = counters.get(event.key().category());
    if (byType != null) {
      Map<Outcome, Counter> others = byType.getOrDefault(OTHER, Map.of());
      Counter counter =
          byType.getOrDefault(event.key().type().label(), others).get(event.decision().outcome());
      if (counter != null) {
        counter.increment();
      }
    }
  }
}
