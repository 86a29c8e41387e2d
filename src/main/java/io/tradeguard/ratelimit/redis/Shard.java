package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.memory.Outages;
import io.tradeguard.ratelimit.redis.wire.Combiner;
import io.tradeguard.ratelimit.redis.wire.Connector;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.RespConnection;
import io.tradeguard.ratelimit.redis.wire.ServerAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One server that takes writes: the whole of Redis, or one master of a cluster. It has its own
 * breaker, so that one master's failure leaves the limits of the others shared, and a thread that
 * does what no request may wait for: it connects, proves on every connection that Redis counts, and
 * keeps idle connections alive.
 */
final class Shard implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Shard.class.getName());
  private static final long TICK_NANOS = 70_000_000;

  private final String name;
  private final Locator locator;
  private final Environment environment;
  private final Breaker breaker;
  private final Combiner combiner;
  private final Probe probe;
  private final ProbeBackoff backoff = new ProbeBackoff();
  private final Thread thread;
  private volatile long redisMinusLocal;
  private volatile boolean ended;
  private String runId = "";
  private boolean wasThere;

  /** Finds the server: after a failover it may be another one. */
  @FunctionalInterface
  interface Locator {
    ServerAddress locate() throws RedisFailure;
  }

  /** Finds in which slot a probe lies at a server. */
  @FunctionalInterface
  interface Tags {
    String tag(ServerAddress server);
  }

  /** What is done before a server that was away decides again. */
  @FunctionalInterface
  interface Recovery {
    void run(Shard shard, PendingResets.Way way) throws RedisFailure;
  }

  /**
   * What all shards share.
   *
   * @param micros this node's clock, in microseconds
   */
  record Environment(
      Connector connector,
      int connections,
      long timeoutNanos,
      Availability availability,
      AtomicInteger outages,
      KeyNames names,
      String node,
      LongSupplier micros,
      Tags tags,
      Recovery recovery) {}

  /**
   * Creates a shard that is not connected.
   *
   * @param fresh whether nothing can have been counted through it yet
   */
  Shard(String name, Locator locator, Environment environment, boolean fresh) {
    this.name = name;
    this.locator = locator;
    this.environment = environment;
    int outage = fresh ? 0 : environment.outages.incrementAndGet();
    this.breaker = new Breaker(environment.outages, new Outages(outage, outage));
    this.combiner =
        new Combiner(environment.connections, environment.timeoutNanos, this::failed, this::wake);
    this.probe = new Probe(combiner, environment.names, environment.node, environment.micros);
    this.thread = new Thread(this::run, "tradeguard-redis-" + name);
    this.thread.setDaemon(true);
    if (fresh) {
      environment.availability.down(name, "not connected yet");
    }
  }

  /** Tries to connect, at once and then in the background. */
  void start() {
    tryProbe();
    thread.start();
  }

  boolean connected() {
    return breaker.closed();
  }

  Outages outages() {
    return breaker.outages();
  }

  Combiner combiner() {
    return combiner;
  }

  /** Redis's clock less this node's, in microseconds. */
  long redisMinusLocal() {
    return redisMinusLocal;
  }

  /** Returns how long it is until Redis is looked for again; 0 if that is due. */
  long nanosToProbe() {
    return backoff.nanosLeft(System.nanoTime());
  }

  /**
   * Takes Redis out of the path, and frees everyone who waits for it. Who hears late that a
   * connection was closed may speak of an outage that is over: only the connections of now count.
   */
  private synchronized void failed(RedisFailure failure, RespConnection connection) {
    if (combiner.uses(connection) && breaker.open()) {
      combiner.disconnect(failure);
      backoff.failed(System.nanoTime());
      environment.availability.down(name, reason(failure));
      wake();
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
        if (!connected()) {
          if (backoff.isDue(System.nanoTime())) {
            tryProbe();
          }
        } else {
          combiner.serve();
          combiner.keepAlive(this::open);
        }
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "The limiter's connections to Redis failed", e);
      }
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }

  /** A connection beside those there are: it must not lead to another server than they do. */
  private RespConnection open() throws RedisFailure {
    RespConnection connection = environment.connector.connect(locator.locate());
    if (!connection.server().runId().equals(runId)) {
      connection.close();
      throw new RedisFailure("another server has taken its place", false);
    }
    return connection;
  }

  private void tryProbe() {
    try {
      probe();
    } catch (RedisFailure e) {
      LOG.log(Level.DEBUG, "Redis is still away: {0}", reason(e));
      backoff.stillAway(System.nanoTime());
      environment.availability.down(name, reason(e));
    }
  }

  private void probe() throws RedisFailure {
    List<RespConnection> connections = new ArrayList<>();
    try {
      ServerAddress server = locator.locate();
      String tag = environment.tags.tag(server);
      for (int i = 0; i < combiner.connections(); i++) {
        connections.add(environment.connector.connect(server));
        redisMinusLocal = probe.prove(connections.get(i), tag);
      }
      RespConnection first = connections.get(0);
      boolean kept = probe.witnessed(first, tag) && first.server().runId().equals(runId);
      runId = first.server().runId();
      environment.recovery.run(this, commands -> combiner.sendAll(first, commands));
      activate(connections, wasThere && !kept);
    } catch (RedisFailure e) {
      connections.forEach(RespConnection::close);
      throw e;
    }
  }

  private synchronized void activate(List<RespConnection> connections, boolean lossy)
      throws RedisFailure {
    if (ended) {
      throw new RedisFailure("the limiter is closed", false);
    }
    wasThere = true;
    backoff.back(System.nanoTime());
    combiner.connect(connections);
    breaker.close(lossy);
    environment.availability.up(name);
  }

  /** Takes note of what time it is there, as of a question asked at {@code asked}. */
  void tells(long redisNow, long asked) {
    redisMinusLocal = redisNow - asked;
  }

  /** Ends the thread and every connection, those just being opened among them. */
  @Override
  public void close() {
    synchronized (this) {
      ended = true;
      breaker.open();
      combiner.disconnect(new RedisFailure("the limiter is closed", false));
    }
    wake();
    try {
      if (thread.isAlive() && thread != Thread.currentThread()) {
        thread.join(2_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    environment.availability.up(name);
  }
}
