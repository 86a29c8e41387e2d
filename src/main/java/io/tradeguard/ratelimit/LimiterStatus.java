package io.tradeguard.ratelimit;

import java.time.Duration;
import java.time.Instant;

/**
 * How the limiter stands.
 *
 * @param source who decides now
 * @param redisConfigured whether there is a Redis to come back to
 * @param redisLatency the smoothed time of one exchange; zero before the first
 * @param nodesAlive nodes last seen alive, this one among them
 * @param since when this source took over
 * @param memory this node's own counters
 */
public record LimiterStatus(
    Source source,
    boolean redisConfigured,
    Duration redisLatency,
    int nodesAlive,
    Instant since,
    MemoryFigures memory) {}
