package io.tradeguard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a stopped server has left in its database and its store, read without the application. */
public final class StoredState {
  private final String url;
  private final String user;
  private final Path uploads;

  private StoredState(String url, String user, Path uploads) {
    this.url = url;
    this.user = user;
    this.uploads = uploads;
  }

  /** Reads the H2 database of a data folder, which no process must have open. */
  public static StoredState ofDataDir(Path dataDir) {
    return new StoredState(
        "jdbc:h2:file:" + dataDir.toAbsolutePath().resolve("tradeguard"),
        "tradeguard",
        dataDir.resolve("uploads"));
  }

  /** Reads a database of its own beside the uploads of a data folder. */
  public static StoredState of(TestDatabase database, Path dataDir) {
    return new StoredState(database.url(), database.user(), dataDir.resolve("uploads"));
  }

  /**
   * Holds that what is charged is what is stored and reserved, for each user and in all, and that
   * every file has its bytes; one that is being deleted need not.
   */
  public void mustBeConsistent() {
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement sql = connection.createStatement()) {
      assertThat(
              rows(
                  sql,
                  "SELECT a.user_id FROM quota_accounts a WHERE a.used_bytes <> (SELECT"
                      + " COALESCE(SUM(f.file_size_bytes), 0) FROM user_files f WHERE f.user_id ="
                      + " a.user_id) OR a.used_files <> (SELECT COUNT(*) FROM user_files f WHERE"
                      + " f.user_id = a.user_id) OR a.reserved_bytes <> (SELECT"
                      + " COALESCE(SUM(r.bytes), 0) FROM reservations r WHERE r.user_id ="
                      + " a.user_id AND r.state = 'LIVE') OR a.reserved_files <> (SELECT COUNT(*)"
                      + " FROM reservations r WHERE r.user_id = a.user_id AND r.state = 'LIVE')"))
          .as("users whose counters differ from their files and reservations")
          .isEmpty();
      assertThat(
              rows(
                  sql,
                  "SELECT charged_bytes FROM global_usage WHERE charged_bytes <> (SELECT"
                      + " COALESCE(SUM(file_size_bytes), 0) FROM user_files) + (SELECT"
                      + " COALESCE(SUM(bytes), 0) FROM reservations WHERE state = 'LIVE')"))
          .as("the global counter, where it differs from all files and reservations")
          .isEmpty();
      Map<String, Long> onDisk = files();
      Map<String, Long> rows = new HashMap<>();
      try (ResultSet result =
          sql.executeQuery(
              "SELECT file_path, file_size_bytes FROM user_files WHERE state = 'STORED'")) {
        while (result.next()) {
          rows.put(result.getString(1), result.getLong(2));
        }
      }
      assertThat(onDisk).as("stored bytes").containsAllEntriesOf(rows);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Holds besides that nothing is reserved and that the store has no byte without a row. */
  public void mustBeClean() {
    mustBeConsistent();
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement sql = connection.createStatement()) {
      assertThat(rows(sql, "SELECT id FROM reservations WHERE state = 'LIVE'"))
          .as("live reservations")
          .isEmpty();
      assertThat(files().keySet())
          .as("names in the store")
          .isEqualTo(rows(sql, "SELECT file_path FROM user_files"));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the names of the files that their owners see. */
  public Set<String> listed() {
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement sql = connection.createStatement()) {
      return rows(sql, "SELECT file_path FROM user_files WHERE state = 'STORED'");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the names under which bytes are kept, whether or not a row knows them. */
  public Set<String> names() {
    return files().keySet();
  }

  private static Set<String> rows(Statement sql, String query) throws SQLException {
    Set<String> rows = new HashSet<>();
    try (ResultSet result = sql.executeQuery(query)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  /** Returns the files of the store with their sizes, but for the marker and the quarantine. */
  private Map<String, Long> files() {
    Map<String, Long> files = new HashMap<>();
    if (!Files.isDirectory(uploads)) {
      return files;
    }
    try (Stream<Path> paths = Files.walk(uploads)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(path.getFileName());
        if (!name.startsWith(".") && !path.toString().contains(".quarantine")) {
          files.put(name, Files.size(path));
        }
      }
      return files;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
