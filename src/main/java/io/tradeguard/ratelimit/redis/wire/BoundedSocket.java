package io.tradeguard.ratelimit.redis.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

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
   * @param millis the longest that each of them may take
   * @throws IOException saying which server, and why not
   */
  static BoundedSocket connect(ServerAddress server, int millis) throws IOException {
    IOException failure = new IOException("Failed to connect to " + server);
    for (InetAddress address : addresses(server)) {
      BoundedSocket socket = new BoundedSocket();
      try {
        socket.setKeepAlive(true);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, server.port()), millis);
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = new IOException("Failed to connect to " + server + ": " + e.getMessage(), e);
      }
    }
    throw failure;
  }

  private static InetAddress[] addresses(ServerAddress server) throws IOException {
    try {
      return InetAddress.getAllByName(server.host());
    } catch (UnknownHostException e) {
      throw new IOException("Failed to connect to " + server + ": its name is not known", e);
    }
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
