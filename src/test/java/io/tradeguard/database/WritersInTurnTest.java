package io.tradeguard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritersInTurnTest {
  private static final String ADD = "UPDATE global_usage SET charged_bytes = charged_bytes + 1";

  private TestDatabase database;

  @BeforeEach
  void start() {
    database = TestDatabase.start(TestDatabase.Engine.H2);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  private Connection begin() throws SQLException {
    Connection connection = WritersInTurn.on(database.dataSource().getConnection());
    connection.setAutoCommit(false);
    return connection;
  }

  private static int write(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return statement.executeUpdate();
    }
  }

  private static long read(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT charged_bytes FROM global_usage");
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  @Test
  void noUpdateIsLostAmongCommitsAndRollbacks() {
    int threads = 8;
    int rounds = 60;
    Concurrently.run(
        threads,
        thread -> {
          try (Connection connection = begin()) {
            for (int i = 0; i < rounds; i++) {
              assertThat(write(connection, ADD)).isOne();
              if (i % 3 == 0) {
                connection.rollback();
              } else {
                connection.commit();
              }
            }
          }
          return true;
        });
    assertThat(database.number("SELECT charged_bytes FROM global_usage"))
        .isEqualTo(2L * threads * rounds / 3);
  }

  @Test
  void readersDoNotWaitForAWriter() throws SQLException {
    try (Connection writer = begin();
        Connection reader = begin()) {
      write(writer, ADD);
      assertThat(read(reader)).isZero();
      writer.commit();
      assertThat(read(reader)).isOne();
    }
  }

  @Test
  void aClosedConnectionGivesItsTurnBack() throws SQLException {
    try (Connection writer = begin()) {
      write(writer, ADD);
    }
    try (Connection next = begin()) {
      assertThat(write(next, ADD)).isOne();
    }
  }

  @Test
  void aFailedCommitGivesTheTurnBack() throws SQLException {
    Connection writer = begin();
    write(writer, ADD);
    writer.unwrap(Connection.class).close();
    assertThatThrownBy(writer::commit).isInstanceOf(SQLException.class);
    try (Connection next = begin()) {
      assertThat(write(next, ADD)).isOne();
    }
  }

  @Test
  void whoeverCannotWaitIsToldThatTheDatabaseIsBusy() throws SQLException {
    try (Connection writer = begin()) {
      write(writer, ADD);
      assertBusyForOthers();
    }
  }

  @Test
  void aLockingReadTakesTheTurn() throws SQLException {
    try (Connection reader = begin();
        PreparedStatement locking =
            reader.prepareStatement("SELECT id FROM global_usage WHERE id = 1 FOR UPDATE")) {
      locking.executeQuery().close();
      assertBusyForOthers();
    }
  }

  @Test
  void aThreadDoesNotWaitForItself() throws SQLException {
    try (Connection outer = begin();
        Connection inner = begin()) {
      write(outer, "UPDATE store_identity SET database_id = database_id");
      assertThat(write(inner, ADD)).isOne();
      inner.commit();
      assertBusyForOthers();
    }
  }

  @Test
  void anotherThreadMayEndTheTransaction() throws SQLException {
    try (Connection writer = begin()) {
      write(writer, ADD);
      Concurrently.run(
          1,
          thread -> {
            writer.rollback();
            return true;
          });
      assertThat(read(writer)).isZero();
      Concurrently.run(1, thread -> writeOnce());
    }
  }

  private int writeOnce() throws SQLException {
    try (Connection connection = begin()) {
      int changed = write(connection, ADD);
      connection.rollback();
      return changed;
    }
  }

  /** Holds that a thread which is interrupted, so as not to wait the whole time, gets no turn. */
  private void assertBusyForOthers() {
    Concurrently.run(
        1,
        thread -> {
          try (Connection connection = begin()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> connection.prepareStatement(ADD))
                .isInstanceOfSatisfying(
                    SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53000"));
            return assertThat(Thread.interrupted()).isTrue();
          }
        });
  }
}
