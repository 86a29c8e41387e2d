package io.tradeguard.monitoring;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this node decided in one second.
 *
 * @param time when the second began
 * @param source who decided at its end, {@code redis} or {@code local}
 * @param redisLatencyMs the smoothed time of one exchange with Redis, null without Redis
 * @param decisions the categories that had any
 */
public record SecondCounts(
    Instant time, String source, @Nullable Double redisLatencyMs, List<CategoryCounts> decisions) {
  public SecondCounts {
    decisions = List.copyOf(decisions);
  }
}
