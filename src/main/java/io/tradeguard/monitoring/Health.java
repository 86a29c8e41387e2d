package io.tradeguard.monitoring;

import io.tradeguard.monitoring.HealthReport.Check;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Judges whether the application can serve, at most once a second however many ask. */
final class Health {
  private static final Duration AGE = Duration.ofSeconds(1);

  private final Cached<HealthReport> ready;
  private final Cached<HealthReport> live;

  Health(List<Supplier<Check>> checks, LongSupplier nanoTime) {
    this.ready =
        new Cached<>(
            () -> HealthReport.of(checks.stream().map(Supplier::get).toList()), AGE, nanoTime);
    this.live = new Cached<>(() -> HealthReport.of(List.of(threads())), AGE, nanoTime);
  }

  /** Tells whether requests can be served now. */
  HealthReport ready() {
    return ready.get();
  }

  /** Tells whether the process should go on; it should not once its threads block each other. */
  HealthReport live() {
    return live.get();
  }

  private static Check threads() {
    long[] deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
    int count = deadlocked == null ? 0 : deadlocked.length;
    return Check.of("threads", count == 0, Map.of("deadlocked", count));
  }
}
