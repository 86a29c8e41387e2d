package io.tradeguard.testing;

import io.tradeguard.testing.TestDatabase.Engine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A real database server of a test's own, empty at first. It can be stopped under whoever uses it
 * and started again on the same data, and a test can look into it while a server runs on it.
 */
public abstract class OwnDatabase implements AutoCloseable {
  final Path folder;
  final int port = FreePort.find();

  /** Keeps its data in a folder, which is deleted in the end. */
  OwnDatabase(Path folder) {
    this.folder = folder;
  }

  /** Starts a server: H2 served by this JVM, or PostgreSQL. */
  public static OwnDatabase start(Engine engine) {
    return engine == Engine.H2 ? ServedH2.create() : OwnPostgres.create();
  }

  /** Returns the JDBC URL, for {@code tradeguard.db.url}. */
  public abstract String url();

  /** Returns the user, for {@code tradeguard.db.user}; the password is empty. */
  public abstract String user();

  /** Cuts every connection and goes, with all transactions undone. */
  public abstract void stop();

  /** Comes back on the same data, if it was stopped. */
  public abstract void restart();

  /** Opens a connection past the application. */
  public abstract Connection connect() throws SQLException;

  /** Returns a query whose number is how many sessions wait for a lock of another. */
  abstract String waiting();

  /** Runs one statement and returns how many rows it changed. */
  public int execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns the first column of a query's answer. */
  public List<String> texts(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (result.next()) {
        texts.add(result.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns the one text that a query has as its answer. */
  public String text(String sql) {
    return texts(sql).get(0);
  }

  /** Returns the one number that a query has as its answer. */
  public long number(String sql) {
    return Long.parseLong(text(sql));
  }

  /** Returns whether somebody waits for a lock, such as that of {@link #lockAccount}. */
  public boolean somebodyWaits() {
    return number(waiting()) > 0;
  }

  /**
   * Locks a user's quota account: whoever reserves, commits or releases for this user waits until
   * the connection that is returned is closed, or the server goes.
   */
  public Connection lockAccount(long userId) {
    try {
      Connection connection = connect();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        if (statement.executeUpdate(
                "UPDATE quota_accounts SET used_files = used_files WHERE user_id = " + userId)
            != 1) {
          throw new IllegalStateException("User " + userId + " has no quota account yet");
        }
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
    FileTree.delete(folder);
  }
}
