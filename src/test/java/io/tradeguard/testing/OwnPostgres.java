package io.tradeguard.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL beside the shared one. */
final class OwnPostgres extends OwnDatabase {
  private static final String NAME = "postgres";

  private @Nullable EmbeddedPostgres server;

  private OwnPostgres(Path folder) {
    super(folder);
  }

  static OwnPostgres create() {
    try {
      OwnPostgres database = new OwnPostgres(Files.createTempDirectory("tradeguard-postgres"));
      database.restart();
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
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
          EmbeddedPostgres.builder()
              .setDataDirectory(folder.resolve("data"))
              .setCleanDataDirectory(false)
              .setPort(port)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      try {
        server.close();
        server = null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public Connection connect() throws SQLException {
    return Objects.requireNonNull(server, "PostgreSQL is stopped")
        .getPostgresDatabase()
        .getConnection();
  }

  @Override
  String waiting() {
    return "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
  }
}
