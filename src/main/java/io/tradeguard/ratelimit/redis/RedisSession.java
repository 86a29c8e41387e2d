package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.redis.wire.Connector;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * This node's life with Redis: which servers there are, who else is there, and what is brought to
 * Redis in the background.
 */
final class RedisSession implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RedisSession.class.getName());
  private static final long TICK_NANOS = 70_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final Connector connector;
  private final Router router;
  private final Availability availability;
  private final PendingResets resets;
  private final KeyNames names;
  private final Heartbeat heartbeat;
  private final Shard.Environment environment;
  private final Shards shards;
  private final AtomicLong batches = new AtomicLong();
  private final Thread thread = new Thread(this::run, "tradeguard-redis");
  private Runnable housekeeping = () -> {};
  private long nextSecond = System.nanoTime();
  private volatile long latencyNanos;
  private volatile boolean mapIsOld;
  private volatile boolean ended;

  /**
   * Creates a session that is not connected; {@link #start} connects it.
   *
   * @param resets brought to Redis as soon as it is back
   * @param micros this node's clock, in microseconds
   */
  RedisSession(
      Connector connector,
      int connections,
      long timeoutNanos,
      Availability availability,
      KeyNames names,
      PendingResets resets,
      LongSupplier micros) {
    this.connector = connector;
    this.availability = availability;
    this.resets = resets;
    this.names = names;
    this.heartbeat = new Heartbeat(names);
    this.shards = new Shards(connector, availability);
    this.router = new Router(shards, timeoutNanos, this::mapIsOld);
    this.environment =
        new Shard.Environment(
            connector,
            connections,
            timeoutNanos,
            availability,
            new AtomicInteger(),
            names,
            heartbeat.self(),
            micros,
            server -> connector.isCluster() ? connector.slots().tag(server) : "0",
            (shard, way) -> resets.bring(name -> shards.of(name) == shard, way));
    thread.setDaemon(true);
  }

  /**
   * Tries to connect, at once and then in the background.
   *
   * @param work run often
   */
  void start(Runnable work) {
    housekeeping = work;
    shards.start(environment);
    availability.started();
    beat();
    thread.start();
  }

  Shards shards() {
    return shards;
  }

  KeyNames names() {
    return names;
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  Availability availability() {
    return availability;
  }

  long nextBatch() {
    return batches.incrementAndGet();
  }

  /** Returns the seconds, rounded up, until the server of a key is looked for again; at least 1. */
  int secondsToProbe(String name) {
    Shard shard = shards.of(name);
    long nanos = shard == null ? SECOND_NANOS : shard.nanosToProbe();
    return (int) Math.max(1, (nanos + SECOND_NANOS - 1) / SECOND_NANOS);
  }

  /** What a round trip takes, smoothed; 0 before the first. */
  long latencyNanos() {
    return latencyNanos;
  }

  Router router() {
    return router;
  }

  private void mapIsOld() {
    mapIsOld = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!ended) {
      try {
        tick();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "The limiter's housekeeping failed", e);
      }
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }

  private void tick() {
    availability.tick();
    if (System.nanoTime() - nextSecond >= 0) {
      nextSecond = System.nanoTime() + SECOND_NANOS;
      beat();
      mapIsOld |= shards.mayHaveChanged();
    }
    if (mapIsOld) {
      mapIsOld = false;
      shards.refresh(environment);
    }
    bringResets();
    housekeeping.run();
  }

  /** A beat without an answer is no reason for anything by itself. */
  private void beat() {
    long before = System.nanoTime();
    long asked = environment.micros().getAsLong();
    ScriptCommand beat = heartbeat.beat();
    try {
      router.ask(beat, router.deadline());
      long took = System.nanoTime() - before;
      latencyNanos = latencyNanos == 0 ? took : (7 * latencyNanos + took) / 8;
      heartbeat.seen(beat);
      Shard shard = shards.of(names.nodes());
      if (shard != null) {
        shard.tells((Long) beat.reply().get(0), asked);
      }
    } catch (RedisFailure e) {
      LOG.log(Level.DEBUG, "A heartbeat has no answer: {0}", e.getMessage());
    }
  }

  /** Those that came while Redis was on its way back, or whose deletion failed by itself. */
  private void bringResets() {
    try {
      resets.bring(shards::connected, router::askAll);
    } catch (RedisFailure e) {
      LOG.log(Level.DEBUG, "A reset has to wait: {0}", e.getMessage());
    }
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    LockSupport.unpark(thread);
    connector.close();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    housekeeping.run();
    router.askAll(List.of(heartbeat.last()));
    shards.close();
  }
}
