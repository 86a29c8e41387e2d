package io.tradeguard.monitoring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tradeguard.quota.GlobalUsage;
import io.tradeguard.ratelimit.LimiterStatus;
import io.tradeguard.ratelimit.Source;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Shows how things stand when asked: the limiter and its Redis, and what is stored. */
final class StateGauges {
  private static final double NANOS = 1e-9;

  private final MeterRegistry registry;
  private final Supplier<LimiterStatus> limiter;
  private final Supplier<Optional<GlobalUsage>> usage;

  /**
   * Registers the gauges.
   *
   * @param usage empty while the database cannot be asked; the gauges are then NaN
   */
  StateGauges(
      MeterRegistry registry,
      Supplier<LimiterStatus> limiter,
      Supplier<Optional<GlobalUsage>> usage) {
    this.registry = registry;
    this.limiter = limiter;
    this.usage = usage;
  }

  void register() {
    limiter(
        "tradeguard.redis.configured",
        "1 if a Redis is configured",
        s -> flag(s.redisConfigured()));
    limiter("tradeguard.redis.up", "1 while Redis decides", s -> flag(s.source() == Source.REDIS));
    Gauge.builder("tradeguard.redis.latency", () -> limiter.get().redisLatency().toNanos() * NANOS)
        .baseUnit("seconds")
        .description("Smoothed time of one exchange with Redis")
        .register(registry);
    limiter("tradeguard.nodes.alive", "Nodes last seen alive, this one too", s -> s.nodesAlive());
    limiter("tradeguard.memory.keys", "Keys counted in memory now", s -> s.memory().keys());
    limiter(
        "tradeguard.memory.capacity",
        "Keys that may be counted in memory",
        s -> s.memory().capacity());
    counter(
        "tradeguard.memory.evictions",
        "Keys dropped from memory to make room",
        s -> s.memory().evictions());
    counter(
        "tradeguard.memory.overflows",
        "Decisions by a category's shared counter, all keys in memory being blocked",
        s -> s.memory().overflows());
    counter(
        "tradeguard.redis.lost.counts",
        "Counters that Redis lost while their window still ran",
        s -> s.losses());
    bytes("tradeguard.quota.used", "Bytes stored", GlobalUsage::usedBytes);
    bytes("tradeguard.quota.reserved", "Bytes reserved by uploads", GlobalUsage::reservedBytes);
    bytes("tradeguard.quota.limit", "Bytes that may be stored in all", GlobalUsage::limitBytes);
    stored("tradeguard.files", "Files stored", GlobalUsage::files);
    stored("tradeguard.users", "Users", GlobalUsage::users);
    stored("tradeguard.reservations", "Uploads under way on all nodes", GlobalUsage::reservations);
  }

  private static double flag(boolean value) {
    return value ? 1 : 0;
  }

  private void limiter(String name, String description, ToDoubleFunction<LimiterStatus> figure) {
    Gauge.builder(name, () -> figure.applyAsDouble(limiter.get()))
        .description(description)
        .register(registry);
  }

  private void counter(String name, String description, ToDoubleFunction<LimiterStatus> figure) {
    FunctionCounter.builder(name, limiter, source -> figure.applyAsDouble(source.get()))
        .description(description)
        .register(registry);
  }

  private void bytes(String name, String description, ToDoubleFunction<GlobalUsage> figure) {
    Gauge.builder(name, () -> of(figure))
        .baseUnit("bytes")
        .description(description)
        .register(registry);
  }

  private void stored(String name, String description, ToDoubleFunction<GlobalUsage> figure) {
    Gauge.builder(name, () -> of(figure)).description(description).register(registry);
  }

  private double of(ToDoubleFunction<GlobalUsage> figure) {
    return usage.get().map(figure::applyAsDouble).orElse(Double.NaN);
  }
}
