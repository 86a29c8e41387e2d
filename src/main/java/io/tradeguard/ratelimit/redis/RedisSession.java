package io.tradeguard.ratelimit.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * This node's life with Redis: connected or not, and who else is there.
 *
 * <p>One background thread does what no request may wait for: it connects, probes Redis while it is
 * away (by the heartbeat, which writes, so that a Redis which only reads is not taken for well),
 * shows that this node lives, and runs the housekeeping that it was given.
 */
final class RedisSession implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RedisSession.class.getName());
  private static final long TICK_NANOS = 70_000_000;

  private final Connector connector;
  private final Combiner combiner;
  private final Breaker breaker;
  private final Resets resets;
  private final Pulse pulse;
  private final Sweep sweep;
  private final AtomicLong batches = new AtomicLong();
  private final ProbePlan probes = new ProbePlan();

  /** Held while the breaker and the links change together. */
  private final Object transition = new Object();

  private final Thread thread;
  private Runnable housekeeping = () -> {};
  private volatile boolean ended;

  /**
   * Creates a session that is not connected; {@link #start} connects it.
   *
   * @param resets brought to Redis as soon as it is back
   * @param micros the ledger's clock
   */
  RedisSession(
      Connector connector,
      int lanes,
      long timeoutNanos,
      Breaker breaker,
      Resets resets,
      LongSupplier micros) {
    this.connector = connector;
    this.breaker = breaker;
    this.resets = resets;
    this.pulse = new Pulse(micros);
    this.sweep = new Sweep(breaker);
    this.combiner = new Combiner(lanes, timeoutNanos, this::failed, this::wake);
    this.thread = new Thread(this::run, "tradeguard-redis");
    this.thread.setDaemon(true);
  }

  /**
   * Tries to connect, at once and then in the background.
   *
   * @param work run often while connected
   * @param recovery run after each outage
   */
  void start(Runnable work, Runnable recovery) {
    housekeeping = work;
    sweep.setWork(recovery);
    try {
      probe();
    } catch (RedisFailure e) {
      breaker.stayOpen(reason(e));
    }
    thread.start();
  }

  boolean connected() {
    return breaker.closed();
  }

  int outages() {
    return breaker.outages();
  }

  Instant since() {
    return breaker.since();
  }

  /** Who else is there, and what time it is in Redis. */
  Nodes nodes() {
    return pulse.nodes();
  }

  long nextBatch() {
    return batches.incrementAndGet();
  }

  long latencyNanos() {
    return pulse.latencyNanos();
  }

  /** A key for each server that holds a part of all keys. */
  List<byte[]> routes() {
    return connector.routes();
  }

  <A extends Ask> A ask(A ask) throws RedisFailure {
    return combiner.ask(ask);
  }

  void askAll(List<? extends Ask> asks) {
    combiner.askAll(asks);
  }

  /** Something was counted alone: if Redis is back already, its sweep may have been too early. */
  void countedAlone() {
    if (connected()) {
      sweep.owe();
    }
  }

  /**
   * Takes Redis out of the path, and frees everyone who waits for it. Who hears late that a link
   * was cut may speak of an outage that is over: only the links of now count.
   */
  private void failed(RedisFailure failure, Link link) {
    synchronized (transition) {
      if (combiner.uses(link) && breaker.open(reason(failure))) {
        combiner.disconnect(failure);
        wake();
      }
    }
  }

  private void wake() {
    LockSupport.unpark(thread);
  }

  private static String reason(RedisFailure failure) {
    return failure.getMessage() == null ? "unknown" : failure.getMessage();
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
    if (connected()) {
      combiner.serve();
      pulse.beatIfDue(combiner);
      sweep.runIfOwed();
      bringResets();
      housekeeping.run();
    } else if (probes.isDue(System.nanoTime())) {
      try {
        probe();
      } catch (RedisFailure e) {
        LOG.log(Level.DEBUG, "Redis is still away: {0}", reason(e));
        probes.failed(System.nanoTime());
      }
    }
  }

  /** Those that came while Redis was on its way back, or whose deletion failed by itself. */
  private void bringResets() {
    try {
      resets.bring(this::askAll);
    } catch (RedisFailure e) {
      LOG.log(Level.DEBUG, "A reset has to wait: {0}", reason(e));
    }
  }

  private void probe() throws RedisFailure {
    List<Link> links = new ArrayList<>();
    try {
      for (int i = 0; i < combiner.lanes(); i++) {
        links.add(connector.connect());
      }
      CommandAsk beat = pulse.beat();
      askAll(links.get(0), List.of(beat));
      beat.check();
      pulse.took(beat, System.nanoTime());
      resets.bring(asks -> askAll(links.get(0), asks));
    } catch (RedisFailure e) {
      links.forEach(Link::close);
      throw e;
    }
    probes.succeeded(System.nanoTime(), outages() > 0);
    synchronized (transition) {
      combiner.connect(links);
      breaker.close();
    }
  }

  /** Asks by a link that nobody else uses yet. */
  private void askAll(Link link, List<CommandAsk> asks) throws RedisFailure {
    asks.forEach(Ask::take);
    link.exchange(List.copyOf(asks), System.nanoTime() + combiner.timeoutNanos());
    asks.forEach(ask -> ask.failed(new RedisFailure("no answer", true)));
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    LockSupport.unpark(thread);
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (connected()) {
      housekeeping.run();
      combiner.askAll(List.of(pulse.last()));
    }
    combiner.disconnect(new RedisFailure("the limiter is closed", false));
  }
}
