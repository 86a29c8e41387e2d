package io.tradeguard.ratelimit.redis;

import java.io.IOException;
import java.net.Socket;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * A connection that is written to well before it is read from.
 *
 * <p>The commonest commands are written as bytes, without objects for each part of them: see {@link
 * #write}. They go out before whatever else was given to the connection meanwhile.
 */
final class Wire extends Connection {
  private final RedisOutputStream bytes;

  Wire(HostAndPort server, JedisClientConfig config) {
    this(new Plug(sockets(server, config)), config);
  }

  /** With TLS it is Jedis's socket, which bounds each read, not the whole reply. */
  private static JedisSocketFactory sockets(HostAndPort server, JedisClientConfig config) {
    return config.isSsl()
        ? new DefaultJedisSocketFactory(server, config)
        : () ->
            BoundedSocket.connect(
                server, config.getConnectionTimeoutMillis(), config.getSocketTimeoutMillis());
  }

  private Wire(Plug plug, JedisClientConfig config) {
    super(plug, config);
    try {
      bytes = new RedisOutputStream(plug.socket.getOutputStream());
    } catch (IOException e) {
      throw new JedisConnectionException(e);
    }
  }

  /** Remembers the socket that it makes. */
  private static final class Plug implements JedisSocketFactory {
    private final JedisSocketFactory factory;
    private Socket socket = new Socket();

    Plug(JedisSocketFactory factory) {
      this.factory = factory;
    }

    @Override
    public Socket createSocket() {
      socket = factory.createSocket();
      return socket;
    }
  }

  /** Writes commands. */
  @FunctionalInterface
  interface Writer {
    void writeTo(RedisOutputStream out) throws IOException;
  }

  /** Writes commands in the protocol's own form. */
  void write(Writer writer) {
    try {
      writer.writeTo(bytes);
    } catch (IOException e) {
      setBroken();
      throw new JedisConnectionException(e);
    }
  }

  /** Sends what was written. */
  void push() {
    write(RedisOutputStream::flush);
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
