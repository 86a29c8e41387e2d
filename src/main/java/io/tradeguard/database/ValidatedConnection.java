package io.tradeguard.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that outlives the database's restart. A server's pool hands out the same object for
 * ever; when it was idle for a while or has failed, and no transaction is open on it, it proves
 * itself before its next use, and is opened anew if it cannot.
 */
final class ValidatedConnection implements InvocationHandler {
  private static final long IDLE_NANOS = Duration.ofSeconds(3).toNanos();
  private static final int VALIDATION_SECONDS = 2;

  private final Opener opener;
  private Connection target;
  private long lastUsed = System.nanoTime();
  private boolean suspect;
  private boolean inTransaction;
  private boolean autoCommit = true;
  private @Nullable Integer isolation;
  private boolean closed;

  /** Makes a physical connection. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  private ValidatedConnection(Opener opener) throws SQLException {
    this.opener = opener;
    this.target = opener.open();
  }

  static Connection open(Opener opener) throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            ValidatedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new ValidatedConnection(opener));
  }

  @Override
  public synchronized @Nullable Object invoke(
      Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    switch (name) {
      case "equals" -> {
        return arguments != null && proxy == arguments[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "close" -> closed = true;
      default -> {
        if (!closed && !inTransaction && mustProve()) {
          renewIfDead();
        }
      }
    }
    try {
      Object result = method.invoke(target, arguments);
      follow(name, arguments);
      return result;
    } catch (InvocationTargetException e) {
      suspect = true;
      throw e.getTargetException();
    } finally {
      lastUsed = System.nanoTime();
    }
  }

  private boolean mustProve() {
    return suspect || System.nanoTime() - lastUsed > IDLE_NANOS;
  }

  private void renewIfDead() throws SQLException {
    boolean alive;
    try {
      alive = target.isValid(VALIDATION_SECONDS);
    } catch (SQLException e) {
      alive = false;
    }
    if (!alive) {
      try {
        target.close();
      } catch (SQLException e) {
        // It is dead already; the new one is what counts.
        suspect = true;
      }
      target = opener.open();
      if (isolation != null) {
        target.setTransactionIsolation(isolation);
      }
      target.setAutoCommit(autoCommit);
    }
    suspect = false;
  }

  /** Remembers what a new connection must be told, and whether a transaction is open. */
  private void follow(String name, Object @Nullable [] arguments) {
    switch (name) {
      case "setAutoCommit" -> {
        autoCommit = arguments != null && Boolean.TRUE.equals(arguments[0]);
        inTransaction = false;
      }
      case "setTransactionIsolation" ->
          isolation = arguments == null ? null : (Integer) arguments[0];
      case "commit", "rollback" -> inTransaction = arguments != null && inTransaction;
      case "prepareStatement", "createStatement", "prepareCall" -> inTransaction = !autoCommit;
      default -> {}
    }
  }
}
