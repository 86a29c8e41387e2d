package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.memory.Outages;
import io.tradeguard.ratelimit.redis.wire.Connector;
import io.tradeguard.ratelimit.redis.wire.RedisError;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.ServerAddress;
import io.tradeguard.ratelimit.redis.wire.SlotMap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The servers that take writes, and which of them holds a key: one, but for a cluster. */
final class Shards {
  private static final Logger LOG = System.getLogger(Shards.class.getName());
  private static final String ONLY = "redis";

  private final Connector connector;
  private final Availability availability;
  private final Map<String, Shard> shards = new ConcurrentHashMap<>();

  Shards(Connector connector, Availability availability) {
    this.connector = connector;
    this.availability = availability;
  }

  /** Creates the shards there are, and tries to connect each. */
  void start(Shard.Environment environment) {
    if (connector.isCluster()) {
      refresh(environment, true);
    } else {
      Shard only = new Shard(ONLY, () -> connector.masters().iterator().next(), environment, true);
      shards.put(ONLY, only);
      only.start();
    }
  }

  /** Whether the cluster may have changed: a master is away, or none is known. */
  boolean mayHaveChanged() {
    return connector.isCluster()
        && (shards.isEmpty() || shards.values().stream().anyMatch(shard -> !shard.connected()));
  }

  /** Follows the cluster's map: a new master gets its shard, one that is none any more loses it. */
  void refresh(Shard.Environment environment) {
    if (connector.isCluster()) {
      refresh(environment, false);
    }
  }

  private void refresh(Shard.Environment environment, boolean fresh) {
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
  @Nullable Shard of(String name) {
    if (!connector.isCluster()) {
      return shards.get(ONLY);
    }
    ServerAddress server = connector.slots().server(SlotMap.slot(KeyNames.bytes(name)));
    return server == null ? null : shards.get(server.toString());
  }

  Collection<Shard> all() {
    return shards.values();
  }

  boolean connected(String name) {
    Shard shard = of(name);
    return shard != null && shard.connected();
  }

  /** Returns the outages of whichever server holds a key. */
  Outages outages(String name) {
    Shard shard = of(name);
    return shard == null ? Outages.NONE : shard.outages();
  }

  /** Redis's clock less this node's at the server of a key, in microseconds. */
  long redisMinusLocal(String name) {
    Shard shard = of(name);
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

  /** Returns where to ask next; null if that is not known yet. */
  @Nullable Shard follow(RedisError redirection, Shard asked) {
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

  void close() {
    shards.values().forEach(Shard::close);
  }
}
