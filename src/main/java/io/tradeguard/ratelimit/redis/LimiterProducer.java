package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimiterBackend;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.settings.Setting;
import io.tradeguard.settings.SettingException;
import io.tradeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/** Builds the limiter that the settings ask for, and takes it down with the application. */
@ApplicationScoped
public class LimiterProducer {
  private static final Logger LOG = System.getLogger(LimiterProducer.class.getName());

  @Produces
  @ApplicationScoped
  LimiterBackend backend(Settings settings, Clock clock, Event<SourceChanged> changes) {
    int keys = settings.rateLimits().memoryKeys();
    if (settings.redis().isEmpty()) {
      LOG.log(
          Level.INFO,
          "{0} is not set: rate limits are local, each node counts on its own",
          Setting.REDIS_URL.key());
      return new MemoryRateLimiter(keys, CounterTable.monotonicMicros(), clock.instant());
    }
    try {
      return new RedisRateLimiter(settings.redis().get(), keys, clock, changes::fire);
    } catch (IllegalArgumentException e) {
      throw new SettingException(Setting.REDIS_URL.key(), String.valueOf(e.getMessage()));
    }
  }

  void close(@Disposes LimiterBackend backend) {
    backend.close();
  }
}
