package io.tradeguard.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tradeguard.account.PasswordHashed;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts what should be rare: failovers, recoveries, and computations of password hashes. */
final class EventMeters implements Monitor {
  private final Map<Source, Counter> changes = new EnumMap<>(Source.class);
  private final Timer hashes;

  EventMeters(MeterRegistry registry) {
    for (Source source : Source.values()) {
      changes.put(
          source,
          Counter.builder("tradeguard.source.changes")
              .description("Changes of who decides: to local is a failover, to redis a recovery")
              .tag("to", source.label())
              .register(registry));
    }
    this.hashes =
        Timer.builder("tradeguard.password.hash")
            .description("Computations of password hashes and their time")
            .register(registry);
  }

  @Override
  public void sourceChanged(SourceChanged event) {
    Counter counter = changes.get(event.source());
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void passwordHashed(PasswordHashed event) {
    hashes.record(event.nanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns how often Redis was lost since the start. */
  long failovers() {
    Counter counter = changes.get(Source.LOCAL);
    return counter == null ? 0 : (long) counter.count();
  }

  long passwordHashes() {
    return hashes.count();
  }
}
