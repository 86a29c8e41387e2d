package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimiterBackend;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.lease.LeaseBackend;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.LocalLeases;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.settings.Setting;
import io.tradeguard.settings.SettingException;
import io.tradeguard.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Builds the limiter that the settings ask for, and takes it down with the application. */
@ApplicationScoped
public class LimiterProducer {
  private static final Logger LOG = System.getLogger(LimiterProducer.class.getName());

  @Inject Settings settings;
  @Inject Clock clock;
  @Inject Event<SourceChanged> changes;

  private @Nullable Backends backends;

  /** Counters and leases over the same connections. */
  private record Backends(LimiterBackend limiter, LeaseBackend leases) {}

  @Produces
  @ApplicationScoped
  LimiterBackend limiter() {
    return backends().limiter;
  }

  @Produces
  @ApplicationScoped
  LeaseBackend leases() {
    return backends().leases;
  }

  private synchronized Backends backends() {
    if (backends == null) {
      backends = build();
    }
    return backends;
  }

  private Backends build() {
    int keys = settings.rateLimits().memoryKeys();
    if (settings.redis().isEmpty()) {
      LOG.log(
          Level.INFO,
          "{0} is not set: rate limits are local, each node counts on its own",
          Setting.REDIS_URL.key());
      LongSupplier micros = CounterTable.monotonicMicros();
      return new Backends(
          new MemoryRateLimiter(keys, micros, clock.instant()), new LocalLeases(micros, keys));
    }
    try {
      RedisRateLimiter limiter =
          new RedisRateLimiter(settings.redis().get(), keys, clock, changes::fire);
      return new Backends(limiter, limiter.leases());
    } catch (IllegalArgumentException e) {
      throw new SettingException(Setting.REDIS_URL.key(), String.valueOf(e.getMessage()));
    }
  }

  @PreDestroy
  synchronized void close() {
    if (backends != null) {
      backends.limiter.close();
    }
  }
}
