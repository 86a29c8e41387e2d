package io.tradeguard.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts those who watch this node live. */
public final class StreamMeters {
  private final AtomicInteger open = new AtomicInteger();
  private final Counter dropped;

  StreamMeters(MeterRegistry registry) {
    Gauge.builder("tradeguard.event.streams", open::get)
        .description("Event streams open now")
        .register(registry);
    dropped =
        Counter.builder("tradeguard.event.streams.dropped")
            .description("Event streams ended because their client did not read")
            .register(registry);
  }

  /** A stream has been opened. */
  public void opened() {
    open.incrementAndGet();
  }

  /**
   * A stream has ended.
   *
   * @param unread whether because its client did not read
   */
  public void ended(boolean unread) {
    open.decrementAndGet();
    if (unread) {
      dropped.increment();
    }
  }
}
