package io.tradeguard.database;

import io.tradeguard.settings.Settings;
import io.tradeguard.settings.SettingsProducer;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The data source that web.xml declares, so that the WAR needs no server set-up: it reads the same
 * settings as the application and goes to H2 or PostgreSQL. The server pools its connections and
 * enlists them in JTA; each validates itself, since neither server's pool does.
 */
public final class TradeguardDataSource implements DataSource {
  private static final int LOGIN_TIMEOUT_SECONDS = 5;

  /** Shared by every pool: they lead to the same database. */
  private static final AtomicLong LOSSES = new AtomicLong();

  private volatile int loginTimeout = LOGIN_TIMEOUT_SECONDS;

  /** Read once: a bad setting must stop the start, not one request in many. */
  private static final class Target {
    static final Settings.Database DATABASE = SettingsProducer.read().database();

    private Target() {}
  }

  @Override
  public Connection getConnection() throws SQLException {
    return ValidatedConnection.open(TradeguardDataSource::connect, LOSSES);
  }

  /** Ignores the arguments: the settings say who connects, and WildFly passes nulls here. */
  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  private static Connection connect() throws SQLException {
    Settings.Database database = Target.DATABASE;
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password().value());
    if (database.url().startsWith("jdbc:postgresql:")) {
      properties.setProperty("connectTimeout", "5");
      properties.setProperty("socketTimeout", "30");
      return bounded(
          new org.postgresql.Driver().connect(database.url(), properties),
          "SET lock_timeout = " + database.lockTimeoutMillis());
    }
    Connection connection =
        bounded(
            new org.h2.Driver().connect(database.url(), properties),
            "SET LOCK_TIMEOUT " + database.lockTimeoutMillis());
    return WritersInTurn.on(connection, Duration.ofMillis(database.lockTimeoutMillis()));
  }

  /** Lets no statement wait long for a lock: meanwhile it would hold a connection of the pool. */
  private static Connection bounded(Connection connection, String lockTimeout) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(lockTimeout);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public PrintWriter getLogWriter() {
    return DriverManager.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // The drivers log through the server's logging.
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  /** Accepted because WildFly needs one property to set. */
  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return Logger.getLogger("io.tradeguard.database");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("Not a wrapper for " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
