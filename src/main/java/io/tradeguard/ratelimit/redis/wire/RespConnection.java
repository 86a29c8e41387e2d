package io.tradeguard.ratelimit.redis.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server. Everything that is sent goes through its one {@link #out buffer},
 * so that nothing overtakes or cuts what was written before it. Used by one thread at a time; only
 * {@link #close} may come from another.
 */
public final class RespConnection implements Closeable {
  private final BoundedSocket inner;
  private final Socket outer;
  private final RespBuffer out = new RespBuffer();
  private final RespReader in;
  private volatile long lastUsed = System.nanoTime();
  private volatile boolean closed;
  private ServerInfo info = ServerInfo.UNKNOWN;

  /**
   * Takes over a connected socket.
   *
   * @param inner what TLS stands on, if there is TLS
   * @param outer what is written to and read from
   */
  RespConnection(BoundedSocket inner, Socket outer) throws IOException {
    this.inner = inner;
    this.outer = outer;
    this.in = new RespReader(outer.getInputStream());
  }

  RespBuffer out() {
    return out;
  }

  boolean isClosed() {
    return closed;
  }

  /** What the server said of itself when the connection was opened. */
  public ServerInfo server() {
    return info;
  }

  void knows(ServerInfo newInfo) {
    info = newInfo;
  }

  /** Sets when the next replies must be there whole, in the time of {@link System#nanoTime}. */
  void until(long deadline) {
    inner.until(deadline);
  }

  /** Sends what was written. */
  void send() throws IOException {
    lastUsed = System.nanoTime();
    out.sendTo(outer.getOutputStream());
  }

  /** Reads the next reply; see {@link RespReader#read}. */
  @Nullable Object read() throws IOException {
    return in.read();
  }

  /** When something was last sent, in the time of {@link System#nanoTime}. */
  long lastUsed() {
    return lastUsed;
  }

  /** Ends the connection under whoever uses it: that one gets its failure at once. */
  @Override
  public void close() {
    closed = true;
    try {
      // First what TLS stands on: with TLS a close may wait for a write.
      inner.close();
      outer.close();
    } catch (IOException e) {
      // It is of no use any more, closed or not.
    }
  }
}
