package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.HotKey;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.LimiterBackend;
import io.tradeguard.ratelimit.LimiterStatus;
import io.tradeguard.ratelimit.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/** The limiter of a node that has no Redis. */
public final class MemoryRateLimiter implements LimiterBackend {
  private final CounterTable table;
  private final Instant since;

  /**
   * Creates a limiter that has counted nothing.
   *
   * @param keys the most keys it counts apart
   * @param micros a clock that never goes back, in microseconds from any origin
   */
  public MemoryRateLimiter(int keys, LongSupplier micros, Instant since) {
    this(new CounterTable(keys, micros), since);
  }

  /** Creates a limiter over counters that others use too. */
  public MemoryRateLimiter(CounterTable table, Instant since) {
    this.table = table;
    this.since = since;
  }

  @Override
  public Decision decide(LimitKey key, LimitPolicy policy, int weight) {
    if (weight < 1) {
      throw new IllegalArgumentException("A request weighs at least 1, not " + weight);
    }
    return table.with(
        key, policy, (counter, now) -> counter.decide(policy, weight, now, Source.LOCAL));
  }

  @Override
  public List<Decision> decideAll(List<Request> requests) {
    return requests.stream().map(this::decide).toList();
  }

  private Decision decide(Request request) {
    LimitKey key = request.key();
    LimitPolicy policy = request.policy();
    int weight = request.weight();
    return switch (request.mode()) {
      case CONSUME -> decide(key, policy, weight);
      case CHECK -> peek(key, policy);
      case RECORD ->
          table.with(
              key, policy, (counter, now) -> counter.record(policy, weight, now, Source.LOCAL));
      case REFUND -> {
        table.ifPresent(
            key,
            policy,
            (counter, now) -> {
              counter.refund(policy, weight, now);
              return null;
            });
        yield peek(key, policy).passing();
      }
    };
  }

  @Override
  public Decision peek(LimitKey key, LimitPolicy policy) {
    Decision counted =
        table.ifPresent(
            key, policy, (counter, now) -> counter.decide(policy, 0, now, Source.LOCAL));
    return counted != null
        ? counted
        : Counter.create(key, policy).decide(policy, 0, table.now(), Source.LOCAL);
  }

  @Override
  public void reset(LimitKey key) {
    table.remove(key);
  }

  @Override
  public LimiterStatus status() {
    return new LimiterStatus(
        Source.LOCAL, false, Duration.ZERO, 1, since, table.figures(), null, 0);
  }

  @Override
  public List<HotKey> hottest(String category, int size) {
    return Hottest.of(table, category, size);
  }

  @Override
  public void close() {
    // Holds nothing but memory.
  }
}
