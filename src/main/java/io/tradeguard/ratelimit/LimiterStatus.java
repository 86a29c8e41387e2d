package io.tradeguard.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  /** An error's code, or what we say of Redis ourselves. */
  private static final Pattern CODE =
      Pattern.compile("^[A-Z]{3,}\\b|^Redis [0-9.]+ is too old|maxmemory-policy [a-z-]+");

  private static final double NANOS_PER_MILLISECOND = 1e6;

  /** Returns what is wrong with Redis in words that tell nobody where it is. */
  public Optional<String> publicReason() {
    if (reason == null) {
      return Optional.empty();
    }
    Matcher code = CODE.matcher(reason);
    if (code.find()) {
      return Optional.of(code.group());
    }
    return Optional.of(reason.contains("timed out") ? "slower than the time-out" : "unreachable");
  }

  /**
   * Returns the smoothed time of one exchange in milliseconds, null where Redis does not decide.
   */
  public @Nullable Double redisLatencyMs() {
    return source == Source.REDIS ? redisLatency.toNanos() / NANOS_PER_MILLISECOND : null;
  }
}
