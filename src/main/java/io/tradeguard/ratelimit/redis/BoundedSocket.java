package io.tradeguard.ratelimit.redis;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A connection on which a whole reply has to arrive within a time, counted from the last write. A
 * socket's own time-out bounds each read only, so that a server which answers byte by byte could
 * hold a caller for as long as it likes. What has arrived by then is still read.
 */
final class BoundedSocket extends Socket {
  private final int limitMillis;
  private long written = System.nanoTime();
  private boolean first = true;

  private BoundedSocket(int limitMillis) {
    this.limitMillis = limitMillis;
  }

  /** Connects to the first of a host's addresses that lets us. */
  static Socket connect(HostAndPort server, int connectMillis, int limitMillis) {
    JedisConnectionException failure =
        new JedisConnectionException("Failed to connect to " + server);
    try {
      for (InetAddress address : InetAddress.getAllByName(server.getHost())) {
        BoundedSocket socket = new BoundedSocket(limitMillis);
        try {
          socket.setKeepAlive(true);
          socket.setTcpNoDelay(true);
          socket.connect(new InetSocketAddress(address, server.getPort()), connectMillis);
          socket.setSoTimeout(limitMillis);
          return socket;
        } catch (IOException e) {
          socket.close();
          failure.addSuppressed(e);
        }
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    throw failure;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        // The first read after a write has the whole time, which the socket grants by itself.
        if (!first) {
          bound(in.available());
        }
        first = false;
        return in.read(buffer, offset, length);
      }
    };
  }

  private void bound(int available) throws IOException {
    long left = limitMillis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - written);
    if (left <= 0 && available == 0) {
      throw new SocketTimeoutException("The reply did not arrive whole in time");
    }
    setSoTimeout((int) Math.max(1, left));
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!first) {
          first = true;
          setSoTimeout(limitMillis);
        }
        out.write(bytes, offset, length);
        written = System.nanoTime();
      }
    };
  }
}
