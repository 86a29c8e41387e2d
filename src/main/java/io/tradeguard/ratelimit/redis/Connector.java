package io.tradeguard.ratelimit.redis;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;

/** Opens links. Used off the request path only: connecting may take longer than a request waits. */
final class Connector {
  private static final int CONNECT_MILLIS = 500;

  private final RedisUrl url;
  private final JedisClientConfig config;
  private final ClusterMap map;

  /**
   * Creates a connector.
   *
   * @param readMillis the longest that a link waits for the next part of a reply
   */
  Connector(RedisUrl url, int readMillis) {
    this.url = url;
    this.config =
        builder(url.tls())
            .user(url.user())
            .password(url.password())
            .database(url.database())
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(readMillis)
            .build();
    this.map = new ClusterMap(url.nodes(), this::open);
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
        return new ClusterLink(map, this::open);
      }
      return new NodeLink(open(address()));
    } catch (JedisException e) {
      throw RedisFailure.of(e);
    }
  }

  private static DefaultJedisClientConfig.Builder builder(boolean tls) {
    DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder();
    return tls ? builder.sslOptions(SslOptions.defaults()) : builder;
  }

  /** Returns a key for each server that holds a part of all keys. */
  List<byte[]> routes() {
    return url.kind() == RedisUrl.Kind.CLUSTER ? map.routes() : List.of(new byte[0]);
  }

  private Wire open(HostAndPort server) {
    return new Wire(server, config);
  }

  private HostAndPort address() throws RedisFailure {
    return url.kind() == RedisUrl.Kind.SENTINEL ? master() : url.nodes().get(0);
  }

  /** Asks one Sentinel after the other: after a failover they know the new master. */
  private HostAndPort master() throws RedisFailure {
    JedisClientConfig plain =
        builder(url.tls())
            .connectionTimeoutMillis(CONNECT_MILLIS)
            .socketTimeoutMillis(CONNECT_MILLIS)
            .build();
    RedisFailure last = new RedisFailure("no Sentinel knows the master " + url.master(), false);
    for (HostAndPort sentinel : url.nodes()) {
      try (Connection connection = new Connection(sentinel, plain)) {
        connection.sendCommand(Command.SENTINEL, "get-master-addr-by-name", url.master());
        List<String> answer = connection.getMultiBulkReply();
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
