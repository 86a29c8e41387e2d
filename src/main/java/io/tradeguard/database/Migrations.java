package io.tradeguard.database;

import io.tradeguard.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date before anything else starts; other start-up beans depend on it by
 * name. Nodes that start at once wait for each other on Flyway's lock.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {
  private static final int CONNECT_RETRIES = 12;
  private static final int RETRY_SECONDS = 5;

  @Resource(lookup = "java:app/jdbc/tradeguard")
  DataSource dataSource;

  @Inject Settings settings;

  @PostConstruct
  void migrate() {
    try {
      Files.createDirectories(settings.dataDir());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The folder of tradeguard.data.dir cannot be created: " + settings.dataDir(), e);
    }
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:db/migration")
        .connectRetries(CONNECT_RETRIES)
        .connectRetriesInterval(RETRY_SECONDS)
        .load()
        .migrate();
  }
}
