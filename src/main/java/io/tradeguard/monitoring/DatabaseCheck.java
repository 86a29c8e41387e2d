package io.tradeguard.monitoring;

import io.tradeguard.monitoring.HealthReport.Check;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Whether the database takes writes. An update of no row fails where only reading is possible, as
 * after a failover, and locks nothing.
 */
final class DatabaseCheck implements Supplier<Check> {
  private static final String WRITE = "UPDATE global_usage SET id = id WHERE id = 0";
  private static final int TIMEOUT_SECONDS = 2;

  private final DataSource dataSource;

  DatabaseCheck(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Check get() {
    boolean writes;
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.executeUpdate(WRITE);
      writes = true;
    } catch (SQLException e) {
      writes = false;
    }
    return Check.of("database", writes, Map.of());
  }
}
