package io.tradeguard.bench;

import io.tradeguard.testing.RealRedis;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** When and where a run took place: without this its figures say little. */
final class Surroundings {
  private final Instant start = Instant.now();
  private final double loadBefore = load();
  private final String redis;

  Surroundings(RealRedis redis) {
    this.redis =
        redis.with(
            jedis ->
                jedis
                    .info("server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("?"));
  }

  /** The load average of the last minute; negative if the system has none. */
  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Tells them, as of now, the end of the run. */
  String tell() {
    return String.format(
        Locale.ROOT,
        "%s, %d s; %d cores, %s %s; Redis %s on loopback; load average %.1f before, %.1f after",
        start.truncatedTo(ChronoUnit.SECONDS),
        Duration.between(start, Instant.now()).toSeconds(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"),
        redis,
        loadBefore,
        load());
  }
}
