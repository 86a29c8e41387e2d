package io.tradeguard.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TestDatabase.Engine;
import jakarta.ejb.EJBException;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What PostgreSQL and H2 really throw when they cannot do what they are asked. */
class SqlFailureTest {
  private final TestDatabase postgresql = TestDatabase.startEmpty(Engine.POSTGRESQL);

  @BeforeEach
  void createTable() {
    postgresql.execute("CREATE TABLE numbers (id INT PRIMARY KEY, number INT)");
    postgresql.execute("INSERT INTO numbers VALUES (1, 0), (2, 0)");
  }

  @AfterEach
  void close() {
    postgresql.close();
  }

  private static Connection connect(TestDatabase database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), "");
  }

  private Connection transaction() throws SQLException {
    Connection connection = connect(postgresql);
    connection.setAutoCommit(false);
    return connection;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What callers see: the exception as a provider and a container wrap it. */
  private static Throwable wrapped(ThrowingCallable call) {
    Throwable thrown = Objects.requireNonNull(catchThrowable(call));
    return new EJBException(new PersistenceException("wrapped", thrown));
  }

  private static void mustBeUnavailable(String state, ThrowingCallable call) {
    Throwable thrown = wrapped(call);
    assertThat(SqlFailure.find(thrown).map(SQLException::getSQLState)).contains(state);
    assertThat(SqlFailure.isUnavailable(thrown)).isTrue();
    assertThat(SqlFailure.isConflict(thrown)).as("is tried again").isFalse();
    assertThat(SqlFailure.isDuplicate(thrown)).isFalse();
  }

  @Test
  @Fault(74)
  void aReadOnlyDatabaseIsUnavailable() throws SQLException {
    try (Connection connection = connect(postgresql)) {
      run(connection, "SET default_transaction_read_only = on");
      mustBeUnavailable("25006", () -> run(connection, "UPDATE numbers SET id = id WHERE id = 0"));
    }
  }

  @Test
  @Fault(74)
  void aLockThatDoesNotComeIsUnavailableAndNotWaitedForAgain() throws SQLException {
    try (Connection holder = transaction();
        Connection other = transaction()) {
      run(holder, "UPDATE numbers SET number = 1 WHERE id = 1");
      run(other, "SET lock_timeout = 50");
      mustBeUnavailable("55P03", () -> run(other, "UPDATE numbers SET number = 2 WHERE id = 1"));
      mustBeUnavailable("25P02", () -> run(other, "SELECT 1"));
    }
  }

  @Test
  @Fault(74)
  void aStatementThatIsCancelledIsUnavailable() throws SQLException {
    try (Connection connection = connect(postgresql)) {
      run(connection, "SET statement_timeout = 20");
      mustBeUnavailable("57014", () -> run(connection, "SELECT pg_sleep(60)"));
    }
  }

  @Test
  @Fault(74)
  void aServerThatEndsTheConnectionIsUnavailable() throws SQLException {
    try (Connection connection = connect(postgresql)) {
      int process = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
      postgresql.execute("SELECT pg_terminate_backend(" + process + ")");
      mustBeUnavailable("57P01", () -> run(connection, "SELECT 1"));
      mustBeUnavailable("08003", () -> run(connection, "SELECT 1"));
    }
  }

  @Test
  @Fault(74)
  void aServerWithTooManyConnectionsIsUnavailable() throws SQLException {
    String role = "r" + Long.toHexString(System.nanoTime());
    postgresql.execute("CREATE ROLE " + role + " LOGIN CONNECTION LIMIT 0");
    try {
      mustBeUnavailable("53300", () -> DriverManager.getConnection(urlOf(role)));
    } finally {
      postgresql.execute("DROP ROLE " + role);
    }
  }

  private String urlOf(String role) {
    return postgresql.url().replace("user=postgres", "user=" + role);
  }

  @Test
  void nobodyListeningIsUnavailable() {
    mustBeUnavailable(
        "08001", () -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:1/none", "x", ""));
  }

  @Test
  @Fault(74)
  void aDeadlockIsAConflictAndInTheEndUnavailable() throws SQLException {
    try (Connection one = transaction();
        Connection two = transaction()) {
      run(one, "SET deadlock_timeout = 50");
      run(two, "SET deadlock_timeout = 50");
      run(one, "UPDATE numbers SET number = 1 WHERE id = 1");
      run(two, "UPDATE numbers SET number = 2 WHERE id = 2");
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () -> unchecked(two, "UPDATE numbers SET number = 2 WHERE id = 1"));
      Throwable first =
          catchThrowable(() -> run(one, "UPDATE numbers SET number = 1 WHERE id = 2"));
      one.rollback();
      Throwable second = catchThrowable(other::join);
      Throwable victim = first == null ? Objects.requireNonNull(second) : first;

      assertThat(SqlFailure.find(victim).map(SQLException::getSQLState)).contains("40P01");
      assertThat(SqlFailure.isConflict(victim)).isTrue();
      assertThat(SqlFailure.isUnavailable(victim)).isTrue();
    }
  }

  private static void unchecked(Connection connection, String sql) {
    try {
      run(connection, sql);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  @Fault(74)
  void aSerialisationFailureIsAConflict() throws SQLException {
    try (Connection one = transaction();
        Connection two = transaction()) {
      one.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      run(one, "SELECT number FROM numbers WHERE id = 1");
      run(two, "UPDATE numbers SET number = 2 WHERE id = 1");
      two.commit();
      Throwable thrown = wrapped(() -> run(one, "UPDATE numbers SET number = 1 WHERE id = 1"));

      assertThat(SqlFailure.find(thrown).map(SQLException::getSQLState)).contains("40001");
      assertThat(SqlFailure.isConflict(thrown)).isTrue();
    }
  }

  @Test
  void aDuplicateOrAWrongStatementIsNeither() throws SQLException {
    try (Connection connection = connect(postgresql)) {
      Throwable duplicate = wrapped(() -> run(connection, "INSERT INTO numbers VALUES (1, 1)"));
      Throwable wrong = wrapped(() -> run(connection, "SELECT nothing FROM nowhere"));

      assertThat(SqlFailure.isDuplicate(duplicate)).isTrue();
      assertThat(SqlFailure.isUnavailable(duplicate)).isFalse();
      assertThat(SqlFailure.isUnavailable(wrong)).isFalse();
      assertThat(SqlFailure.isUnavailable(new IllegalStateException())).isFalse();
    }
  }

  @Test
  void aPoolThatHasNoConnectionToGiveIsUnavailable() {
    Throwable thrown = new EJBException(new PersistenceException(new SQLException("IJ000453")));

    assertThat(SqlFailure.isUnavailable(thrown)).isTrue();
  }

  @Test
  void whatATransactionManagerHidesAmongTheSuppressedIsFound() {
    EJBException rolledBack = new EJBException("rolled back");
    rolledBack.addSuppressed(new IllegalStateException(new SQLException("gone", "57P01")));

    assertThat(SqlFailure.isUnavailable(rolledBack)).isTrue();
  }

  @Test
  @Fault(74)
  void anH2ThatIsLockedOrReadOnlyIsUnavailable() throws SQLException {
    try (TestDatabase h2 = TestDatabase.startEmpty(Engine.H2);
        Connection holder = connect(h2);
        Connection other = connect(h2)) {
      run(holder, "CREATE TABLE numbers (id INT PRIMARY KEY, number INT)");
      run(holder, "INSERT INTO numbers VALUES (1, 0)");
      holder.setAutoCommit(false);
      run(holder, "UPDATE numbers SET number = 1 WHERE id = 1");
      run(other, "SET LOCK_TIMEOUT 50");
      mustBeUnavailable("HYT00", () -> run(other, "UPDATE numbers SET number = 2 WHERE id = 1"));
    }
  }
}
