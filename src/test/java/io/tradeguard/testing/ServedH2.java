package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

/** H2 behind its own network protocol: its engine is this JVM's, so a test reaches it directly. */
final class ServedH2 extends OwnDatabase {
  private static final String NAME = "tradeguard";

  /** Longer than any test holds a lock, so that whoever meets one waits. */
  private static final String OPTIONS = ";WRITE_DELAY=0;LOCK_TIMEOUT=60000";

  private @Nullable Server server;

  private ServedH2(Path folder) {
    super(folder);
  }

  static ServedH2 create() {
    try {
      Path folder =
          Files.createTempDirectory(Files.createDirectories(Path.of("target", "h2")), "served");
      ServedH2 database = new ServedH2(folder.toAbsolutePath());
      database.restart();
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String url() {
    return "jdbc:h2:tcp://127.0.0.1:" + port + "/./" + NAME + OPTIONS;
  }

  @Override
  public String user() {
    return NAME;
  }

  @Override
  public void restart() {
    if (server != null) {
      return;
    }
    try {
      server =
          Server.createTcpServer(
                  "-tcpPort",
                  Integer.toString(port),
                  "-tcpDaemon",
                  "-baseDir",
                  folder.toString(),
                  "-ifNotExists")
              .start();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:" + folder.resolve(NAME) + OPTIONS, user(), "");
  }

  @Override
  String waiting() {
    return "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL";
  }
}
