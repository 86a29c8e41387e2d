package io.tradeguard.monitoring;

import io.tradeguard.monitoring.HealthReport.Check;
import io.tradeguard.ratelimit.LimiterStatus;
import io.tradeguard.ratelimit.Source;
import java.util.Map;
import java.util.function.Supplier;

/** How Redis is. Never down: without it the node limits by itself, which is degraded. */
final class RedisCheck implements Supplier<Check> {
  private final Supplier<LimiterStatus> limiter;

  RedisCheck(Supplier<LimiterStatus> limiter) {
    this.limiter = limiter;
  }

  @Override
  public Check get() {
    LimiterStatus status = limiter.get();
    return Check.of(
        "redis",
        true,
        Map.of(
            "configured",
            status.redisConfigured(),
            "degraded",
            status.redisConfigured()
                && (status.source() == Source.LOCAL || status.reason() != null),
            "reason",
            status.publicReason().orElse(""),
            "source",
            status.source().label()));
  }
}
