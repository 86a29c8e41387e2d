package io.tradeguard.ratelimit.redis;

import java.io.IOException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisException;

/** A connection that is written to well before it is read from. */
final class Wire extends Connection {

  Wire(HostAndPort server, JedisClientConfig config) {
    super(sockets(server, config), config);
  }

  /** With TLS it is Jedis's socket, which bounds each read, not the whole reply. */
  private static JedisSocketFactory sockets(HostAndPort server, JedisClientConfig config) {
    return config.isSsl()
        ? new DefaultJedisSocketFactory(server, config)
        : () ->
            BoundedSocket.connect(
                server, config.getConnectionTimeoutMillis(), config.getSocketTimeoutMillis());
  }

  /** Sends what was written. */
  void push() {
    flush();
  }

  /** Ends the connection under whoever uses it. */
  void cut() {
    try {
      forceDisconnect();
    } catch (IOException | JedisException e) {
      setBroken();
    }
  }
}
