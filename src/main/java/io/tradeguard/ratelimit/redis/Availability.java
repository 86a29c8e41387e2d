package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is said of Redis: to the log, to listeners and to whoever asks. Each transition is said
 * once. A Redis that fails again within {@link ProbeBackoff#STABLE_NANOS} of its return is said to
 * be back only after it has held for so long.
 */
final class Availability {
  private static final Logger LOG = System.getLogger(Availability.class.getName());

  private final Clock clock;
  private final Consumer<SourceChanged> listener;
  private final Map<String, String> reasons = new TreeMap<>();
  private boolean started;
  private boolean flapping;
  private boolean recovered;
  private long backSince;
  private volatile Source source = Source.LOCAL;
  private volatile Instant since;
  private volatile @Nullable String reason = "not connected yet";

  Availability(Clock clock, Consumer<SourceChanged> listener) {
    this.clock = clock;
    this.listener = listener;
    this.since = clock.instant();
  }

  /** Who decides, but for keys whose server differs from the others. */
  Source source() {
    return source;
  }

  Instant since() {
    return since;
  }

  /** Why Redis does not decide, in its own words where it has any; null if it does. */
  @Nullable String reason() {
    return reason;
  }

  /** Says how it was at the start, once every server was tried. */
  synchronized void started() {
    started = true;
    if (reasons.isEmpty()) {
      become(Source.REDIS, "start");
    } else {
      become(Source.LOCAL, worst());
    }
  }

  /** A server has failed, or is still away. */
  synchronized void down(String server, String why) {
    reasons.put(server, why);
    if (started && source == Source.REDIS) {
      flapping |= recovered && System.nanoTime() - backSince < ProbeBackoff.STABLE_NANOS;
      become(Source.LOCAL, worst());
    } else {
      reason = worst();
    }
  }

  /** A server is back, or is one of the cluster no more. */
  synchronized void up(String server) {
    boolean news = reasons.remove(server) != null && reasons.isEmpty();
    if (!started || !news || source == Source.REDIS) {
      return;
    }
    backSince = System.nanoTime();
    recovered = true;
    if (!flapping) {
      become(Source.REDIS, "Redis is back");
    }
  }

  /** Called often: says that Redis is back once it has held long enough. */
  synchronized void tick() {
    if (flapping
        && reasons.isEmpty()
        && System.nanoTime() - backSince >= ProbeBackoff.STABLE_NANOS) {
      flapping = false;
      become(Source.REDIS, "Redis is back");
    }
  }

  private String worst() {
    String first = reasons.values().iterator().next();
    return flapping ? first + " (it fails again and again)" : first;
  }

  private void become(Source now, String why) {
    source = now;
    since = clock.instant();
    reason = now == Source.LOCAL ? why : null;
    if (now == Source.LOCAL) {
      LOG.log(
          Level.WARNING, "Redis unavailable, falling back to in-memory rate limiting: {0}", why);
    } else if (recovered) {
      LOG.log(Level.INFO, "Redis is back, rate limits are shared again");
    } else {
      LOG.log(Level.INFO, "Rate limits are shared through Redis");
    }
    listener.accept(new SourceChanged(now, why));
  }
}
