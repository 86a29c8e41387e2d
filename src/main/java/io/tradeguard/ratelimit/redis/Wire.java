package io.tradeguard.ratelimit.redis;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.IOUtils;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * A connection that is written to well before it is read from.
 *
 * <p>The commonest commands are written as bytes, without objects for each part of them: see {@link
 * #write}. Whatever is pipelined goes through that one buffer: Jedis's own sends by itself when it
 * is full, and so out of order.
 */
final class Wire extends Connection {
  private final Plug plug;
  private final RedisOutputStream bytes;

  /** Connects, within the times that the configuration has for connecting and for a reply. */
  Wire(HostAndPort server, JedisClientConfig config, boolean tls) {
    this(new Plug(server, config, tls), config);
  }

  private Wire(Plug plug, JedisClientConfig config) {
    super(plug, config);
    this.plug = plug;
    try {
      bytes = new RedisOutputStream(plug.outer.getOutputStream());
    } catch (IOException e) {
      throw new JedisConnectionException(e);
    }
  }

  /** Makes the sockets, and remembers them. */
  private static final class Plug implements JedisSocketFactory {
    private final HostAndPort server;
    private final JedisClientConfig config;
    private final boolean tls;
    private @Nullable BoundedSocket inner;
    private Socket outer = new Socket();

    Plug(HostAndPort server, JedisClientConfig config, boolean tls) {
      this.server = server;
      this.config = config;
      this.tls = tls;
    }

    @Override
    public Socket createSocket() {
      BoundedSocket socket =
          BoundedSocket.connect(
              server, config.getConnectionTimeoutMillis(), config.getSocketTimeoutMillis());
      inner = socket;
      outer = tls ? secured(socket) : socket;
      return outer;
    }

    private Socket secured(BoundedSocket socket) {
      try {
        SSLSocketFactory factory = SSLContext.getDefault().getSocketFactory();
        SSLSocket secured =
            (SSLSocket) factory.createSocket(socket, server.getHost(), server.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
      } catch (IOException e) {
        IOUtils.closeQuietly(socket);
        throw new JedisConnectionException(failed(e), e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("The JVM has no TLS", e);
      }
    }

    private String failed(IOException e) {
      String told = "No TLS with " + server + ": " + e.getMessage();
      // A Redis without TLS says nothing, or what is no TLS.
      boolean maybePlain =
          e instanceof SocketTimeoutException
              || (e instanceof SSLException && told.contains("Unsupported or unrecognized"));
      return maybePlain ? told + " (without TLS its URL begins with redis, not rediss)" : told;
    }
  }

  /** Sets when the next replies must be there, in the time of {@link System#nanoTime}. */
  void until(long deadline) {
    if (plug.inner != null) {
      plug.inner.until(deadline);
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

  /** Writes a command behind those that were written before it: there is one buffer. */
  void write(CommandArguments command) {
    write(out -> Protocol.sendCommand(out, command));
  }

  /** Sends what was written. */
  void push() {
    write(RedisOutputStream::flush);
  }

  /** Ends the connection under whoever uses it. */
  void cut() {
    try {
      if (plug.inner != null) {
        // First what TLS stands on: with TLS a close may wait for a write.
        plug.inner.close();
      }
      forceDisconnect();
    } catch (IOException | JedisException e) {
      setBroken();
    }
  }
}
