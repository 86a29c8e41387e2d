package io.tradeguard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Fault;
import io.tradeguard.testing.OwnDatabase;
import io.tradeguard.testing.TestDatabase.Engine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that a pool keeps while its database, a PostgreSQL, restarts. */
class ValidatedConnectionTest {
  private static OwnDatabase database;
  private final AtomicLong losses = new AtomicLong();
  private Connection connection;

  @BeforeAll
  static void start() {
    database = OwnDatabase.start(Engine.POSTGRESQL);
    database.execute("CREATE TABLE numbers (number INT)");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void open() throws SQLException {
    database.execute("DELETE FROM numbers");
    connection = ValidatedConnection.open(ValidatedConnectionTest::connect, losses);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), "");
  }

  private void restart() {
    database.stop();
    database.restart();
  }

  private void write(int number) throws SQLException {
    write(connection, number);
  }

  private static void write(Connection connection, int number) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO numbers VALUES (" + number + ")");
    }
  }

  private long stored() {
    return database.number("SELECT COUNT(*) FROM numbers");
  }

  private void mustFail() {
    assertThatThrownBy(() -> write(0)).isInstanceOf(SQLException.class);
  }

  /** After a while it proves itself first; used just before, it fails once and then does. */
  @Test
  void idleItIsOpenedAnewAfterItHasFailedOnceAtMost() throws SQLException {
    write(1);
    restart();
    try {
      write(2);
    } catch (SQLException e) {
      write(2);
    }

    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void itProvesItselfAfterAnotherWasLostThoughItWasUsedJustNow() throws SQLException {
    try (Connection other = ValidatedConnection.open(ValidatedConnectionTest::connect, losses)) {
      other.setAutoCommit(false);
      write(other, 1);
      other.commit();
      write(other, 2);
      write(3);
      restart();
      assertThatThrownBy(other::rollback).isInstanceOf(SQLException.class);

      write(4);

      assertThat(stored()).isEqualTo(3);
    }
  }

  @Test
  void withinATransactionItStaysDeadSoThatNoHalfIsCommitted() throws SQLException {
    connection.setAutoCommit(false);
    write(1);
    restart();
    mustFail();

    mustFail();
    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);

    assertThat(stored()).isZero();
  }

  @Test
  void itIsOpenedAnewThoughNoneOfThoseThatEndATransactionSucceeded() throws SQLException {
    connection.setAutoCommit(false);
    write(1);
    restart();
    mustFail();
    assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);

    connection.setAutoCommit(true);
    write(2);

    assertThat(stored()).isEqualTo(1);
  }

  /**
   * A pool may note auto-commit as off before it says so, and never says so again if that failed,
   * as WildFly's does: then the next transaction must be one all the same.
   */
  @Test
  @Fault(77)
  void whatItCouldNotBeToldWhileTheDatabaseWasAwayIsToldLater() throws SQLException {
    write(1);
    database.stop();
    try {
      mustFail();
      assertThatThrownBy(() -> connection.setAutoCommit(false)).isInstanceOf(SQLException.class);
    } finally {
      database.restart();
    }

    write(2);
    write(3);
    connection.rollback();
    assertThat(stored()).as("nothing is committed that was rolled back").isEqualTo(1);
    write(4);
    connection.commit();
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void whatTheTransactionWasToldIsToldAgain() throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setAutoCommit(false);
    write(1);
    restart();
    mustFail();
    assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);

    write(2);

    assertThat(connection.getAutoCommit()).isFalse();
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    connection.rollback();
    assertThat(stored()).isZero();
  }
}
