package io.tradeguard.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stands between a client and a server on this machine, and fails them on demand. */
public final class FaultyProxy implements AutoCloseable {
  private static final int DRIP_MILLIS = 60;
  private static final int LATE_MILLIS = 4_000;

  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = Fault.NONE;

  /** What happens to the server's next reply, and to those after it. */
  public enum Fault {
    NONE,
    /** The connection is cut before the first byte: the server has done it, nobody hears of it. */
    CUT_BEFORE_REPLY,
    /** The connection is cut after the first bytes. */
    CUT_IN_REPLY,
    /** The first bytes arrive, and then nothing. */
    HALF_A_REPLY,
    /** Each byte arrives {@link #DRIP_MILLIS} after the one before. */
    DRIP,
    /** The whole reply arrives 4 s late. */
    LATE,
    /** The whole reply waits until the next fault is set, and arrives then. */
    HOLD,
    /** The server hears all, and nothing of its reply arrives. */
    SILENCE,
    /** Nothing arrives, either way. */
    BLACK_HOLE
  }

  /** Listens on a free port and passes everything on. */
  public FaultyProxy(int target) {
    this.target = target;
    try {
      this.listener = new ServerSocket(FreePort.find(), 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  public int port() {
    return listener.getLocalPort();
  }

  public void fail(Fault next) {
    fault = next;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        daemon(() -> pump(client, server, false));
        daemon(() -> pump(server, client, true));
      } catch (IOException e) {
        // The listener was closed, or the server is away: the client sees its connection end.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean replies) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        Fault now = replies || fault == Fault.BLACK_HOLE ? fault : Fault.NONE;
        while (now == Fault.HOLD && fault == Fault.HOLD) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        if (now == Fault.LATE) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LATE_MILLIS));
        }
        if (now == Fault.NONE || now == Fault.HOLD || now == Fault.LATE) {
          out.write(buffer, 0, n);
        } else if (now == Fault.CUT_BEFORE_REPLY) {
          return;
        } else if (now == Fault.DRIP) {
          drip(buffer, n, out);
        } else if (now != Fault.SILENCE && now != Fault.BLACK_HOLE) {
          out.write(buffer, 0, Math.min(n, 3));
          if (now == Fault.CUT_IN_REPLY) {
            return;
          }
          fault = Fault.SILENCE;
        }
      }
    } catch (IOException e) {
      // One side has gone; closing both tells the other.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void drip(byte[] bytes, int length, OutputStream out) throws IOException {
    for (int i = 0; i < length; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DRIP_MILLIS));
      out.write(bytes[i]);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
