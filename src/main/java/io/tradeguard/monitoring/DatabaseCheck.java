package io.tradeguard.monitoring;

import io.tradeguard.monitoring.HealthReport.Check;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Whether the database answers. */
final class DatabaseCheck implements Supplier<Check> {
  private static final int TIMEOUT_SECONDS = 2;

  private final DataSource dataSource;

  DatabaseCheck(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Check get() {
    boolean answers;
    try (Connection connection = dataSource.getConnection()) {
      answers = connection.isValid(TIMEOUT_SECONDS);
    } catch (SQLException e) {
      answers = false;
    }
    return Check.of("database", answers, Map.of());
  }
}
