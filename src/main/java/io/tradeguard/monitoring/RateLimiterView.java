package io.tradeguard.monitoring;

import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimiterStatus;
import io.tradeguard.ratelimit.Source;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The limiter's figures, read when asked. */
final class RateLimiterView implements RateLimiterMXBean {
  private final Supplier<LimiterStatus> status;
  private final DecisionMeters decisions;
  private final EventMeters events;
  private final Predicate<String> reset;

  /**
   * A view.
   *
   * @param reset forgets a key's counter; false if the text names none
   */
  RateLimiterView(
      Supplier<LimiterStatus> status,
      DecisionMeters decisions,
      EventMeters events,
      Predicate<String> reset) {
    this.status = status;
    this.decisions = decisions;
    this.events = events;
    this.reset = reset;
  }

  @Override
  public String getSource() {
    return status.get().source().label();
  }

  @Override
  public boolean isRedisConfigured() {
    return status.get().redisConfigured();
  }

  @Override
  public int getRedisUp() {
    return status.get().source() == Source.REDIS ? 1 : 0;
  }

  @Override
  public double getRedisLatencyMillis() {
    return status.get().redisLatency().toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  @Override
  public long getFailovers() {
    return events.failovers();
  }

  @Override
  public int getNodesAlive() {
    return status.get().nodesAlive();
  }

  @Override
  public long getAllowed() {
    return sum(Outcome.ALLOWED);
  }

  @Override
  public long getRefused() {
    return sum(Outcome.REFUSED);
  }

  @Override
  public long getShadowed() {
    return sum(Outcome.SHADOWED);
  }

  @Override
  public long getUnavailable() {
    return sum(Outcome.UNAVAILABLE);
  }

  @Override
  public Map<String, Long> getAllowedByCategory() {
    return byCategory(Outcome.ALLOWED);
  }

  @Override
  public Map<String, Long> getRefusedByCategory() {
    return byCategory(Outcome.REFUSED);
  }

  @Override
  public int getMemoryKeys() {
    return status.get().memory().keys();
  }

  @Override
  public int getMemoryCapacity() {
    return status.get().memory().capacity();
  }

  @Override
  public long getMemoryEvictions() {
    return status.get().memory().evictions();
  }

  @Override
  public long getMemoryOverflows() {
    return status.get().memory().overflows();
  }

  @Override
  public long getPasswordHashes() {
    return events.passwordHashes();
  }

  @Override
  public boolean resetKey(String key) {
    return reset.test(key);
  }

  private long sum(Outcome outcome) {
    return byCategory(outcome).values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> byCategory(Outcome outcome) {
    Map<String, Long> counts = new TreeMap<>();
    for (String category : decisions.categories()) {
      counts.put(category, decisions.count(category, outcome));
    }
    return counts;
  }
}
