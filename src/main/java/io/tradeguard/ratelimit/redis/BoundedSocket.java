package io.tradeguard.ratelimit.redis;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A connection on which a whole reply has to arrive by a deadline. A socket's own time-out bounds
 * each read only, so that a server which answers byte by byte could hold a caller for as long as it
 * likes. What has arrived by then is still read.
 */
final class BoundedSocket extends Socket {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private long deadline;
  private int timeoutMillis;

  private BoundedSocket() {}

  /**
   * Connects to the first of a host's addresses that lets us.
   *
   * @param connectMillis the longest that each of them may take
   * @param firstMillis the longest that what is said first may take
   */
  static BoundedSocket connect(HostAndPort server, int connectMillis, int firstMillis) {
    JedisConnectionException failure =
        new JedisConnectionException("Failed to connect to " + server);
    try {
      for (InetAddress address : InetAddress.getAllByName(server.getHost())) {
        BoundedSocket socket = new BoundedSocket();
        try {
          socket.setKeepAlive(true);
          socket.setTcpNoDelay(true);
          socket.connect(new InetSocketAddress(address, server.getPort()), connectMillis);
          socket.until(System.nanoTime() + firstMillis * NANOS_PER_MILLI);
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

  /** Sets when the next replies must be there, in the time of {@link System#nanoTime}. */
  void until(long newDeadline) {
    deadline = newDeadline;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        bound(in);
        return in.read(buffer, offset, length);
      }
    };
  }

  private void bound(InputStream in) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0 && in.available() == 0) {
      throw new SocketTimeoutException("The reply did not arrive whole in time");
    }
    // Rounded up, so that it is the same number of milliseconds for most.
    int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left + NANOS_PER_MILLI - 1));
    if (millis != timeoutMillis) {
      timeoutMillis = millis;
      setSoTimeout(millis);
    }
  }
}
