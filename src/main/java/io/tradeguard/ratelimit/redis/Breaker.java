package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Whether Redis is asked. The first failure opens it; from then on no request goes near Redis until
 * a probe, which runs in the background, has succeeded. Each transition is said once.
 */
final class Breaker {
  private static final Logger LOG = System.getLogger(Breaker.class.getName());

  private final Clock clock;
  private final Consumer<SourceChanged> listener;
  private volatile boolean closed;
  private volatile int outages;
  private volatile Instant since;

  /** Creates an open breaker: Redis has yet to show that it is there. */
  Breaker(Clock clock, Consumer<SourceChanged> listener) {
    this.clock = clock;
    this.listener = listener;
    this.since = clock.instant();
  }

  boolean closed() {
    return closed;
  }

  /** How often Redis has failed. */
  int outages() {
    return outages;
  }

  Instant since() {
    return since;
  }

  /** Takes Redis out of the path; false if it was out already. */
  synchronized boolean open(String reason) {
    if (!closed) {
      return false;
    }
    outages++;
    closed = false;
    since = clock.instant();
    warn(reason);
    return true;
  }

  /** Says that Redis was not there at the start. */
  synchronized void stayOpen(String reason) {
    outages++;
    warn(reason);
  }

  private void warn(String reason) {
    LOG.log(
        Level.WARNING, "Redis unavailable, falling back to in-memory rate limiting: {0}", reason);
    listener.accept(new SourceChanged(Source.LOCAL, reason));
  }

  /** Lets Redis decide again. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    since = clock.instant();
    if (outages > 0) {
      LOG.log(Level.INFO, "Redis is back, rate limits are shared again");
    } else {
      LOG.log(Level.INFO, "Rate limits are shared through Redis");
    }
    listener.accept(new SourceChanged(Source.REDIS, outages > 0 ? "Redis is back" : "start"));
  }
}
