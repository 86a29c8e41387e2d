package io.tradeguard.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection to H2 whose writing transactions wait for each other. H2 2.2.224 mishandles a row
 * that two transactions want at once: an update can find no row, and a rollback can swallow
 * another's update. Its file belongs to one process, so one turn in this process keeps all apart:
 * taken with the first statement of a transaction that may write or lock, given back with its end.
 * Readers never wait, nor does a thread for itself.
 */
public final class WritersInTurn implements InvocationHandler {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** SQLState class 53, insufficient resources: for callers the database is unavailable. */
  private static final String BUSY = "53000";

  private static final Turn TURN = new Turn();

  private static final Pattern READS =
      Pattern.compile(
          "\\s*(SELECT|CALL NEXT VALUE|VALUES)\\b(?!.*\\bFOR UPDATE\\b).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Connection target;
  private final Duration longestWait;
  private boolean holdsTurn;

  private WritersInTurn(Connection target, Duration longestWait) {
    this.target = target;
    this.longestWait = longestWait;
  }

  /** Returns a connection that behaves as this one, but writes in turn, waiting at most 10 s. */
  public static Connection on(Connection target) {
    return on(target, LONGEST_WAIT);
  }

  /** Returns a connection that behaves as this one, but writes in turn, and waits only so long. */
  static Connection on(Connection target, Duration longestWait) {
    return (Connection)
        Proxy.newProxyInstance(
            WritersInTurn.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new WritersInTurn(target, longestWait));
  }

  @Override
  public synchronized @Nullable Object invoke(
      Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
    switch (method.getName()) {
      case "equals" -> {
        return arguments != null && proxy == arguments[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "prepareStatement", "prepareCall", "createStatement" -> {
        if (mayWrite(arguments) && !target.getAutoCommit()) {
          take();
        }
        return call(method, arguments);
      }
      case "commit", "setAutoCommit", "close" -> {
        return callAndGiveBack(method, arguments);
      }
      case "rollback" -> {
        boolean toSavepoint = arguments != null;
        return toSavepoint ? call(method, arguments) : callAndGiveBack(method, arguments);
      }
      default -> {
        return call(method, arguments);
      }
    }
  }

  /** A statement made without its SQL may do anything. */
  private static boolean mayWrite(Object @Nullable [] arguments) {
    return arguments == null
        || !(arguments[0] instanceof String sql)
        || !READS.matcher(sql).matches();
  }

  private void take() throws SQLException {
    if (holdsTurn) {
      return;
    }
    try {
      if (!TURN.take(longestWait)) {
        throw new SQLTransientException(
            "Another transaction has been writing for " + longestWait.toMillis() + " ms", BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientException("Interrupted while waiting to write", BUSY, e);
    }
    holdsTurn = true;
  }

  private @Nullable Object callAndGiveBack(Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return call(method, arguments);
    } finally {
      if (holdsTurn) {
        holdsTurn = false;
        TURN.giveBack();
      }
    }
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
