package io.tradeguard.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A connection that outlives the database's restart. A server's pool hands out the same object for
 * ever; when it was idle for a while or has failed, or another was lost meanwhile, and no
 * transaction is open on it, it proves itself before its next use, and is opened anew if it cannot.
 */
final class ValidatedConnection implements InvocationHandler {
  private static final long IDLE_NANOS = Duration.ofSeconds(3).toNanos();
  private static final int VALIDATION_SECONDS = 2;

  private final Opener opener;
  private final AtomicLong losses;
  private Connection target;
  private long lossesSeen;
  private long lastUsed = System.nanoTime();
  private boolean suspect;
  private boolean dead;
  private boolean inTransaction;
  private boolean autoCommit = true;
  private @Nullable Integer isolation;
  private boolean closed;

  /** Makes a physical connection. */
  @FunctionalInterface
  interface Opener {
    Connection open() throws SQLException;
  }

  private ValidatedConnection(Opener opener, AtomicLong losses) throws SQLException {
    this.opener = opener;
    this.losses = losses;
    this.lossesSeen = losses.get();
    this.target = opener.open();
  }

  /**
   * Opens a connection.
   *
   * @param losses how many connections of this database were found dead, counted by all of them:
   *     where one is lost, the others most likely are
   */
  static Connection open(Opener opener, AtomicLong losses) throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            ValidatedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new ValidatedConnection(opener, losses));
  }

  @Override
  public synchronized @Nullable Object invoke(
      Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    remember(name, arguments);
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
      if (target.isClosed()) {
        losses.incrementAndGet();
      }
      if (endsTransaction(name, arguments)) {
        // Nobody will end it again, and what is left of it must not meet the next one.
        dead = true;
        inTransaction = false;
      }
      throw e.getTargetException();
    } finally {
      lastUsed = System.nanoTime();
    }
  }

  /**
   * A failed statement is not seen here, but after one that found the database gone it is closed.
   */
  private boolean mustProve() throws SQLException {
    return suspect
        || lossesSeen != losses.get()
        || target.isClosed()
        || System.nanoTime() - lastUsed > IDLE_NANOS;
  }

  private void renewIfDead() throws SQLException {
    long lossesBefore = losses.get();
    if (dead || !isAlive()) {
      lossesBefore = losses.incrementAndGet();
      dead = true;
      try {
        target.close();
      } catch (SQLException e) {
        // It is dead already; the new one is what counts.
        suspect = true;
      }
      target = opener.open();
      dead = false;
      if (isolation != null) {
        target.setTransactionIsolation(isolation);
      }
      target.setAutoCommit(autoCommit);
    }
    suspect = false;
    lossesSeen = lossesBefore;
  }

  private boolean isAlive() {
    try {
      return target.isValid(VALIDATION_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean endsTransaction(String name, Object @Nullable [] arguments) {
    return switch (name) {
      case "setAutoCommit" -> true;
      case "commit", "rollback" -> arguments == null;
      default -> false;
    };
  }

  /** Notes whether a transaction is open. */
  private void follow(String name, Object @Nullable [] arguments) {
    if (endsTransaction(name, arguments)) {
      inTransaction = false;
    }
    if (name.equals("createStatement") || name.startsWith("prepare")) {
      inTransaction = !autoCommit;
    }
  }

  /**
   * Remembers what a new connection must be told, though the call may yet fail: a pool that
   * believes to have said it does not say it again.
   */
  private void remember(String name, Object @Nullable [] arguments) {
    switch (name) {
      case "setAutoCommit" -> autoCommit = arguments != null && Boolean.TRUE.equals(arguments[0]);
      case "setTransactionIsolation" ->
          isolation = arguments == null ? null : (Integer) arguments[0];
      default -> {}
    }
  }
}
