package io.tradeguard.ratelimit.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** Opens links. Used off the request path only: connecting may take longer than a request waits. */
final class Connector {
  private static final int CONNECT_MILLIS = 500;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final RedisUrl url;
  private final JedisClientConfig config;
  private final ClusterMap map;

  Connector(RedisUrl url) {
    this.url = url;
    this.config = config(CONNECT_MILLIS);
    this.map = new ClusterMap(url.nodes(), server -> new Wire(server, config, url.tls()));
  }

  /** Either takes so long at most: to connect, and to be let in. */
  private JedisClientConfig config(int millis) {
    return DefaultJedisClientConfig.builder()
        .user(url.user())
        .password(url.password())
        .database(url.database())
        .connectionTimeoutMillis(millis)
        .socketTimeoutMillis(millis)
        .build();
  }

  /**
   * Connects.
   *
   * @throws RedisFailure if nobody is there, or does not let us in
   */
  Link connect() throws RedisFailure {
    try {
      if (url.kind() == RedisUrl.Kind.CLUSTER) {
        map.refresh();
        return new ClusterLink(map, masters(), this::open);
      }
      return new NodeLink(new Wire(address(), config, url.tls()));
    } catch (JedisException e) {
      throw RedisFailure.of(e);
    }
  }

  /** Returns a key for each server that holds a part of all keys. */
  List<byte[]> routes() {
    return url.kind() == RedisUrl.Kind.CLUSTER ? map.routes() : List.of(new byte[0]);
  }

  private Map<HostAndPort, Wire> masters() {
    Map<HostAndPort, Wire> wires = new HashMap<>();
    try {
      for (HostAndPort server : map.masters()) {
        wires.put(server, new Wire(server, config, url.tls()));
      }
      return wires;
    } catch (JedisException e) {
      wires.values().forEach(Wire::cut);
      throw e;
    }
  }

  /** Connects while somebody waits: half of what is left to connect, and half to be let in. */
  private Wire open(HostAndPort server, long deadline) {
    long left = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
    int half = (int) Math.max(1, left / 2);
    return new Wire(server, config(half), url.tls());
  }

  private HostAndPort address() throws RedisFailure {
    return url.kind() == RedisUrl.Kind.SENTINEL ? master() : url.nodes().get(0);
  }

  /** Asks one Sentinel after the other: after a failover they know the new master. */
  private HostAndPort master() throws RedisFailure {
    JedisClientConfig plain =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(CONNECT_MILLIS)
            .build();
    RedisFailure last = new RedisFailure("no Sentinel knows the master " + url.master(), false);
    for (HostAndPort sentinel : url.nodes()) {
      try (Wire wire = new Wire(sentinel, plain, url.tls())) {
        wire.sendCommand(Command.SENTINEL, "get-master-addr-by-name", url.master());
        List<String> answer = wire.getMultiBulkReply();
        if (answer != null && answer.size() == 2) {
          return new HostAndPort(answer.get(0), Integer.parseInt(answer.get(1)));
        }
      } catch (JedisException e) {
        last = RedisFailure.of(e);
      }
    }
    throw last;
  }
}
