package io.tradeguard.ratelimit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the limiter stands.
 *
 * @param source who decides now
 * @param redisConfigured whether there is a Redis to come back to
 * @param redisLatency the smoothed time of one exchange; zero before the first
 * @param nodesAlive nodes last seen alive, this one among them
 * @param since when this source took over
 * @param memory this node's own counters
 * @param reason what is wrong with Redis, in its own words where it has any; null if nothing is
 * @param losses how often Redis has lost counts of a window that still ran
 */
public record LimiterStatus(
    Source source,
    boolean redisConfigured,
    Duration redisLatency,
    int nodesAlive,
    Instant since,
    MemoryFigures memory,
    @Nullable String reason,
    long losses) {
  private static final double NANOS_PER_MILLISECOND = 1e6;

  /**
   * Returns the smoothed time of one exchange in milliseconds, null where Redis does not decide.
   */
  public @Nullable Double redisLatencyMs() {
    return source == Source.REDIS ? redisLatency.toNanos() / NANOS_PER_MILLISECOND : null;
  }
}
