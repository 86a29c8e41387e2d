package io.tradeguard.ratelimit.redis.wire;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The few connections that a node has to one server, each used by one thread at a time. */
final class ConnectionPool {
  private final Pooled[] all;

  /** A place for one connection, which is not there while Redis is away. */
  static final class Pooled {
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable RespConnection connection;

    @Nullable RespConnection connection() {
      return connection;
    }

    /** Puts another connection in the place of one; false if that is not there any more. */
    synchronized boolean replace(RespConnection before, @Nullable RespConnection next) {
      if (connection != before) {
        return false;
      }
      connection = next;
      return true;
    }

    /** Lets the next one use it. */
    void release() {
      busy.set(false);
    }

    private boolean isFree() {
      return connection != null && !busy.get();
    }

    boolean take() {
      return isFree() && busy.compareAndSet(false, true);
    }
  }

  ConnectionPool(int size) {
    all = new Pooled[size];
    for (int i = 0; i < size; i++) {
      all[i] = new Pooled();
    }
  }

  int size() {
    return all.length;
  }

  List<Pooled> all() {
    return List.of(all);
  }

  void connect(List<RespConnection> connections) {
    for (int i = 0; i < all.length; i++) {
      all[i].connection = connections.get(i);
    }
  }

  /** Closes every connection. */
  void disconnect() {
    for (Pooled pooled : all) {
      RespConnection connection = pooled.connection;
      if (connection != null && pooled.replace(connection, null)) {
        connection.close();
      }
    }
  }

  /** Whether a connection is one of now, not one that was closed. */
  boolean uses(RespConnection connection) {
    for (Pooled pooled : all) {
      if (pooled.connection == connection) {
        return true;
      }
    }
    return false;
  }

  boolean isConnected() {
    for (Pooled pooled : all) {
      if (pooled.connection != null) {
        return true;
      }
    }
    return false;
  }

  boolean anyFree() {
    for (Pooled pooled : all) {
      if (pooled.isFree()) {
        return true;
      }
    }
    return false;
  }

  /** Takes a connection that is free, until it is released; null if none is. */
  @Nullable Pooled take() {
    for (Pooled pooled : all) {
      if (pooled.take()) {
        return pooled;
      }
    }
    return null;
  }
}
