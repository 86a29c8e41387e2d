package io.tradeguard.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tradeguard.quota.Reconciled;
import io.tradeguard.quota.ReservationsReaped;
import io.tradeguard.store.FilesChecked;
import io.tradeguard.store.StoreSwept;
import io.tradeguard.upload.UploadEnded;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts uploads by outcome, their bytes and their time, and what the ledger had to repair. */
final class UploadMeters implements Monitor {
  /** Outcomes are a small fixed set; whatever goes beyond is one series more. */
  private static final int MAX_OUTCOMES = 24;

  private static final String OTHER = "other";
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10)
  };

  private final MeterRegistry registry;
  private final Map<String, Counter> outcomes = new ConcurrentHashMap<>();
  private final Counter bytes;
  private final Timer duration;
  private final Counter reaped;
  private final Counter reconciliations;
  private final AtomicLong driftBytes = new AtomicLong();
  private final AtomicLong driftFiles = new AtomicLong();
  private final AtomicLong lostFiles = new AtomicLong();
  private final AtomicLong orphans = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private final AtomicLong quarantinedBytes = new AtomicLong();

  UploadMeters(MeterRegistry registry) {
    this.registry = registry;
    outcome("stored");
    this.bytes =
        Counter.builder("tradeguard.upload.received")
            .baseUnit("bytes")
            .description("Bytes received by uploads, stored or not")
            .register(registry);
    this.duration =
        Timer.builder("tradeguard.upload.duration")
            .description("Time from an upload's arrival to its answer")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.reaped =
        Counter.builder("tradeguard.reservations.reaped")
            .description("Reservations released because their lease had ended")
            .register(registry);
    this.reconciliations =
        Counter.builder("tradeguard.reconciliations")
            .description("Comparisons of the quota counters with the stored files")
            .register(registry);
    Gauge.builder("tradeguard.quota.drift", driftBytes::get)
        .baseUnit("bytes")
        .description("Bytes by which quota counters were wrong at the last comparison; target 0")
        .register(registry);
    Gauge.builder("tradeguard.quota.drift.files", driftFiles::get)
        .description("Files by which quota counters were wrong at the last comparison; target 0")
        .register(registry);
    Gauge.builder("tradeguard.files.lost", lostFiles::get)
        .description("Stored files whose bytes were missing or too few when looked for; target 0")
        .register(registry);
    Gauge.builder("tradeguard.store.orphans", orphans::get)
        .description("Files that the last look at the store found to belong to nobody; target 0")
        .register(registry);
    Gauge.builder("tradeguard.store.quarantined", quarantined::get)
        .description("Files in quarantine at the last look at the store")
        .register(registry);
    Gauge.builder("tradeguard.store.quarantined.size", quarantinedBytes::get)
        .baseUnit("bytes")
        .description("Bytes in quarantine at the last look at the store")
        .register(registry);
  }

  private Counter outcome(String outcome) {
    Counter known = outcomes.get(outcome);
    if (known != null) {
      return known;
    }
    String label = outcomes.size() < MAX_OUTCOMES ? outcome : OTHER;
    return outcomes.computeIfAbsent(
        label,
        name ->
            Counter.builder("tradeguard.uploads")
                .description("Uploads that ended")
                .tag("outcome", name)
                .register(registry));
  }

  @Override
  public void uploadEnded(UploadEnded event) {
    outcome(event.outcome()).increment();
    bytes.increment((double) event.bytes());
    duration.record(event.nanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void reconciled(Reconciled event) {
    reconciliations.increment();
    driftBytes.set(event.driftBytes());
    driftFiles.set(event.driftFiles());
  }

  @Override
  public void reaped(ReservationsReaped event) {
    reaped.increment(event.count());
  }

  @Override
  public void filesChecked(FilesChecked event) {
    lostFiles.set(event.lost());
  }

  @Override
  public void storeSwept(StoreSwept event) {
    orphans.set(event.report().orphans());
    quarantined.set(event.report().quarantined());
    quarantinedBytes.set(event.report().quarantinedBytes());
  }

  /** Returns how many uploads ended so, by outcome, since the start. */
  Map<String, Long> outcomes() {
    Map<String, Long> counts = new TreeMap<>();
    outcomes.forEach((outcome, counter) -> counts.put(outcome, (long) counter.count()));
    return counts;
  }

  long receivedBytes() {
    return (long) bytes.count();
  }

  long reapedReservations() {
    return (long) reaped.count();
  }

  long driftBytes() {
    return driftBytes.get();
  }

  long driftFiles() {
    return driftFiles.get();
  }

  long orphans() {
    return orphans.get();
  }

  long quarantined() {
    return quarantined.get();
  }

  long lostFiles() {
    return lostFiles.get();
  }
}
