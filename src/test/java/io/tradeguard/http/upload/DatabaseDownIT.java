package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.OwnDatabase;
import io.tradeguard.testing.RawHttp;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The database goes away exactly where an upload needs it: the test holds it there by a lock. */
@OnReachableDatabases
class DatabaseDownIT extends UploadSuite {
  private static final int CALLS = 32;

  @Test
  @Fault(22)
  void awayAtTheReservationItIs503AndTheBodyStaysUnread() throws Exception {
    user.api().upload("first.csv", csv(10)).expect(201);
    Connection lock = node.database().lockAccount(user.id());
    try (RawHttp connection = open("Content-Length: 100")) {
      stopWhileSomebodyWaits(lock);

      assertThat(connection.answer().expect(503).header("Retry-After")).isPresent();
    } finally {
      node.database().restart();
    }
    mustRecover();
    assertThat(usage("file_count")).isEqualTo(1);
  }

  @Test
  @Fault(23)
  void awayAtTheCommitItIs503AndTheLeaseEndsWithTheBytesSwept() throws Exception {
    user.api().upload("first.csv", csv(10)).expect(201);
    String name;
    try (RawHttp connection = open("Content-Length: 100", "Idempotency-Key: k")) {
      connection.send(csv(50));
      awaitReserved(user, 1);
      name = node.database().text("SELECT id FROM reservations WHERE user_id = " + user.id());
      Connection lock = node.database().lockAccount(user.id());
      connection.send(Arrays.copyOfRange(csv(100), 50, 100));
      Eventually.within(SOON, () -> assertThat(storedNames()).contains(name));
      stopWhileSomebodyWaits(lock);

      connection.answer().expect(503);
      assertThat(storedNames()).as("bytes kept while nobody knows").contains(name);
    } finally {
      node.database().restart();
    }
    mustRecover();
    Eventually.within(SOON, () -> assertThat(usage("reserved_files")).isZero());
    Eventually.within(SOON, () -> assertThat(storedNames()).doesNotContain(name));
    assertThat(usage("used_bytes")).isEqualTo(10);
    Eventually.within(
        SOON,
        () -> user.api().withHeader("Idempotency-Key", "k").upload("a.csv", csv(100)).expect(201));
    assertThat(usage("file_count")).isEqualTo(2);
  }

  private void stopWhileSomebodyWaits(Connection lock) throws SQLException {
    OwnDatabase database = node.database();
    Eventually.within(SOON, () -> assertThat(database.somebodyWaits()).isTrue());
    database.stop();
    try {
      lock.close();
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as("the database took the lock with it").isNotNull();
    }
  }

  /** Both the health check and the users' calls must find the database again by themselves. */
  private void mustRecover() {
    Eventually.within(SOON, () -> server.anonymous().get("api/health/ready").expect(200));
    // So many at once that each connection of the pool is used, and those that died are renewed.
    Eventually.within(
        SOON,
        () ->
            assertThat(Concurrently.run(CALLS, thread -> user.api().get("api/usage").status()))
                .containsOnly(200));
  }
}
