package io.tradeguard.testing;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.WindowState;
import java.util.List;

/**
 * What tests of monitoring share: a real registry of their own, the events that the application
 * fires, and a way to read what came of them as Prometheus would.
 */
public final class MonitoringFixture implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** A decision about one request in a window of 5 per minute. */
  public static DecisionMade decision(LimitKey key, Outcome outcome, Source source) {
    boolean refused = outcome == Outcome.REFUSED;
    return new DecisionMade(
        key,
        LimitPolicy.fixedWindow(5, 60),
        new Decision(
            outcome,
            List.of(new WindowState(5, 60, refused ? 0 : 4, 60, refused)),
            refused ? 60 : 0,
            source),
        1,
        20_000);
  }

  /** Returns a sample's value by the name Prometheus knows it by, its labels given as text. */
  public double sample(String nameAndLabels) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(nameAndLabels + " "))
        .map(line -> Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("No sample " + nameAndLabels + " in\n" + registry.scrape()));
  }

  /** Returns how many series there are. */
  public int series() {
    return registry.getMeters().size();
  }

  @Override
  public void close() {
    registry.close();
  }
}
