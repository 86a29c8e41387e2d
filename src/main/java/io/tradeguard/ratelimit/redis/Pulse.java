package io.tradeguard.ratelimit.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * This node's heartbeat: once a second it shows Redis that the node lives, learns who else does,
 * and takes the time. Used by the session's thread alone, but for what it has learned.
 */
final class Pulse {
  private static final Logger LOG = System.getLogger(Pulse.class.getName());
  private static final long INTERVAL_NANOS = 1_000_000_000;

  private final Nodes nodes;
  private volatile long latencyNanos;
  private long next;

  /**
   * Creates the pulse of a node that has not shown itself yet.
   *
   * @param micros the ledger's clock
   */
  Pulse(LongSupplier micros) {
    nodes = new Nodes(UUID.randomUUID().toString().substring(0, 13), micros);
  }

  /** Who else is there, and what time it is in Redis. */
  Nodes nodes() {
    return nodes;
  }

  /** How long a heartbeat takes, smoothed; 0 before the first. */
  long latencyNanos() {
    return latencyNanos;
  }

  /** Returns a beat for whoever probes; {@link #took} must follow once it is answered. */
  CommandAsk beat() {
    return nodes.beat(true);
  }

  /** Takes the answer of a beat. */
  void took(CommandAsk beat, long now) {
    nodes.seen(beat);
    next = now + INTERVAL_NANOS;
  }

  /** Beats if it is time. A beat without an answer is no reason for anything by itself. */
  void beatIfDue(Combiner combiner) {
    long before = System.nanoTime();
    if (before - next < 0) {
      return;
    }
    next = before + INTERVAL_NANOS;
    CommandAsk beat = beat();
    try {
      combiner.ask(beat);
      long took = System.nanoTime() - before;
      latencyNanos = latencyNanos == 0 ? took : (7 * latencyNanos + took) / 8;
      nodes.seen(beat);
    } catch (RedisFailure e) {
      LOG.log(Level.DEBUG, "A heartbeat has no answer: {0}", e.getMessage());
    }
  }

  /** Returns the beat that says good-bye. */
  CommandAsk last() {
    return nodes.beat(false);
  }
}
