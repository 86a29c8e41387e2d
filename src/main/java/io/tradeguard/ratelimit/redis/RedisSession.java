package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.memory.Outages;
import io.tradeguard.ratelimit.redis.wire.Command;
import io.tradeguard.ratelimit.redis.wire.Connector;
import io.tradeguard.ratelimit.redis.wire.RedisError;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import io.tradeguard.ratelimit.redis.wire.ServerAddress;
import io.tradeguard.ratelimit.redis.wire.SlotMap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This node's life with Redis: which servers there are, who else is there, and what is brought to
 * Redis in the background.
 */
final class RedisSession implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RedisSession.class.getName());
  private static final String ONLY = "redis";
  private static final long TICK_NANOS = 70_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  /** Enough for a slot that moves while a key of it is on its way. */
  private static final int MOST_REDIRECTIONS = 5;

  private final Connector connector;
  private final long timeoutNanos;
  private final Availability availability;
  private final PendingResets resets;
  private final KeyNames names;
  private final Heartbeat heartbeat;
  private final Shard.Environment environment;
  private final Map<String, Shard> shards = new ConcurrentHashMap<>();
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
    this.timeoutNanos = timeoutNanos;
    this.availability = availability;
    this.resets = resets;
    this.names = names;
    this.heartbeat = new Heartbeat(names);
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
            (shard, way) -> resets.bring(name -> shard(name) == shard, way));
    thread.setDaemon(true);
  }

  /**
   * Tries to connect, at once and then in the background.
   *
   * @param work run often
   */
  void start(Runnable work) {
    housekeeping = work;
    if (connector.isCluster()) {
      refreshMasters(true);
    } else {
      Shard only = new Shard(ONLY, () -> connector.masters().iterator().next(), environment, true);
      shards.put(ONLY, only);
      only.start();
    }
    availability.started();
    beat();
    thread.start();
  }

  /** Follows the cluster's map: a new master gets its shard, one that is none any more loses it. */
  private void refreshMasters(boolean fresh) {
    try {
      Set<ServerAddress> masters = connector.masters();
      for (ServerAddress master : masters) {
        if (!shards.containsKey(master.toString())) {
          Shard shard = new Shard(master.toString(), () -> master, environment, fresh);
          shards.put(master.toString(), shard);
          shard.start();
        }
      }
      for (String name : List.copyOf(shards.keySet())) {
        if (masters.stream().noneMatch(master -> master.toString().equals(name))) {
          Shard gone = shards.remove(name);
          if (gone != null) {
            gone.close();
          }
        }
      }
      availability.up(ONLY);
    } catch (RedisFailure e) {
      if (shards.isEmpty()) {
        availability.down(ONLY, String.valueOf(e.getMessage()));
      }
      LOG.log(Level.DEBUG, "The cluster's map cannot be read: {0}", e.getMessage());
    }
  }

  /** Returns the server that holds a key; null if none is known. */
  @Nullable Shard shard(String name) {
    if (!connector.isCluster()) {
      return shards.get(ONLY);
    }
    ServerAddress server = connector.slots().server(SlotMap.slot(KeyNames.bytes(name)));
    return server == null ? null : shards.get(server.toString());
  }

  Collection<Shard> shards() {
    return shards.values();
  }

  boolean connected(String name) {
    Shard shard = shard(name);
    return shard != null && shard.connected();
  }

  /** Returns the outages of whichever server holds a key. */
  Outages outages(String name) {
    Shard shard = shard(name);
    return shard == null ? Outages.NONE : shard.outages();
  }

  /** Redis's clock less this node's at the server of a key, in microseconds. */
  long redisMinusLocal(String name) {
    Shard shard = shard(name);
    return shard == null ? 0 : shard.redisMinusLocal();
  }

  /** Returns a text to route by for each server that answers. */
  List<String> tags() {
    return shards.values().stream().filter(Shard::connected).map(this::tag).toList();
  }

  private String tag(Shard shard) {
    for (ServerAddress master : connector.slots().masters()) {
      if (shards.get(master.toString()) == shard) {
        return connector.slots().tag(master);
      }
    }
    return "0";
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
    Shard shard = shard(name);
    long nanos = shard == null ? SECOND_NANOS : shard.nanosToProbe();
    return (int) Math.max(1, (nanos + SECOND_NANOS - 1) / SECOND_NANOS);
  }

  /** What a round trip takes, smoothed; 0 before the first. */
  long latencyNanos() {
    return latencyNanos;
  }

  long deadline() {
    return System.nanoTime() + timeoutNanos;
  }

  /**
   * Has Redis do something, wherever a cluster says that it is to be done.
   *
   * @param deadline when to give up, in the time of {@link System#nanoTime}
   * @throws RedisFailure if there is no answer
   */
  <C extends Command> C ask(C command, long deadline) throws RedisFailure {
    Shard shard = shard(KeyNames.text(command.key()));
    for (int i = 0; i < MOST_REDIRECTIONS && shard != null; i++) {
      shard.combiner().send(command, deadline);
      RedisError redirection = command.redirection();
      if (redirection == null) {
        command.check();
        return command;
      }
      shard = follow(redirection, shard);
      if (shard != null && i + 1 < MOST_REDIRECTIONS) {
        command.redirect();
      }
    }
    mapIsOld = true;
    LockSupport.unpark(thread);
    if (shard == null) {
      throw new RedisFailure("no server holds a slot", false);
    }
    command.check();
    return command;
  }

  /** Returns where to ask next; null if that is not known yet. */
  private @Nullable Shard follow(RedisError redirection, Shard asked) {
    ServerAddress target = redirection.target();
    if (target == null) {
      return asked;
    }
    if (!connector.isCluster()) {
      return null;
    }
    if (redirection.code().equals("MOVED")) {
      connector.slots().moved(redirection.slot(), target);
    }
    return shards.get(target.toString());
  }

  /** Has Redis do several things; each has ended when this returns, however it did. */
  void askAll(List<? extends Command> commands) {
    Map<Shard, List<Command>> byShard = new LinkedHashMap<>();
    for (Command command : commands) {
      Shard shard = shard(KeyNames.text(command.key()));
      if (shard != null && shard.connected()) {
        byShard.computeIfAbsent(shard, s -> new ArrayList<>()).add(command);
      }
    }
    byShard.forEach(
        (shard, some) -> {
          shard.combiner().sendAll(some);
          for (Command command : some) {
            RedisError redirection = command.redirection();
            if (redirection != null) {
              follow(redirection, shard);
            }
          }
        });
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
      mapIsOld |= connector.isCluster() && shards.values().stream().anyMatch(s -> !s.connected());
      mapIsOld |= shards.isEmpty();
    }
    if (mapIsOld && connector.isCluster()) {
      mapIsOld = false;
      refreshMasters(false);
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
      ask(beat, deadline());
      long took = System.nanoTime() - before;
      latencyNanos = latencyNanos == 0 ? took : (7 * latencyNanos + took) / 8;
      heartbeat.seen(beat);
      Shard shard = shard(names.nodes());
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
      resets.bring(this::connected, this::askAll);
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
    askAll(List.of(heartbeat.last()));
    shards.values().forEach(Shard::close);
  }
}
