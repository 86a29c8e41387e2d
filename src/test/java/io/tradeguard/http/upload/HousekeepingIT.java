package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.Management;
import io.tradeguard.testing.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rows and folders that somebody else has changed: leases, counters, the whole store. */
@OnReachableDatabases
class HousekeepingIT extends UploadSuite {
  @Test
  @Fault(25)
  void anUploadWhoseLeaseHasExpiredIs409AndStoresNothing() throws IOException {
    try (RawHttp connection = open("Content-Length: 100")) {
      connection.send(csv(50));
      awaitReserved(user, 1);
      node.database()
          .execute(
              "UPDATE reservations SET lease_until = CURRENT_TIMESTAMP - 1 * INTERVAL '1' SECOND"
                  + " WHERE user_id = "
                  + user.id());
      connection.send(csv(50));

      connection.answer().expect(409);
    }
    Eventually.within(SOON, () -> assertThat(usage("reserved_bytes")).isZero());
    assertThat(usage("file_count")).isZero();
  }

  @Test
  @Fault(38)
  void aCounterThatWasTamperedWithIsFoundRepairedAndShown() {
    user.api().upload("a.csv", csv(1000)).expect(201);
    // The node compares by itself too, a minute after its start: then it is not this test's turn.
    Eventually.within(SOON, this::tamperAndCompare);
  }

  private void tamperAndCompare() throws Exception {
    node.database()
        .execute(
            "UPDATE quota_accounts SET used_bytes = used_bytes + 77 WHERE user_id = " + user.id());
    assertThat(usage("used_bytes")).isEqualTo(1077);

    assertThat(Management.invoke(server.handle(), "UploadQuota", "reconcileNow"))
        .isEqualTo("Counters were wrong by 77 bytes and 0 files; they are right now.");
    assertThat(usage("used_bytes")).isEqualTo(1000);
    assertThat(server.admin().get("api/metrics").expect(200).text())
        .contains("\ntradeguard_quota_drift_bytes 77.0\n");
    assertThat(server.admin().get("api/admin/overview").json().get("drift_bytes").asInt())
        .isEqualTo(77);
  }

  @Test
  @Fault(38)
  void aStoreThatIsMissingOrAnothersIsNotUsedAndNotSwept() throws IOException {
    Answer stored = user.api().upload("a.csv", csv(1000)).expect(201);
    Path uploads = server.dataDir().resolve("uploads");
    Path away = server.dataDir().resolve("uploads-away");
    Path foreign = server.dataDir().resolve("uploads-foreign");
    String ended = UUID.randomUUID().toString();

    Files.move(uploads, away);
    mustBeRefused(stored);
    Path bytes = uploads.resolve(ended.substring(0, 2)).resolve(ended.substring(2, 4));
    Files.createDirectories(bytes);
    Files.writeString(bytes.resolve(ended), "another's");
    Files.writeString(uploads.resolve(".store"), UUID.randomUUID().toString());
    node.database()
        .execute(
            "INSERT INTO reservations (id, user_id, bytes, state, lease_until) VALUES ('%s', %d, 0,"
                    .formatted(ended, user.id())
                + " 'ENDED', CURRENT_TIMESTAMP)");
    mustBeRefused(stored);
    Files.move(uploads, foreign);
    Files.move(away, uploads);

    Eventually.within(SOON, () -> server.anonymous().get("api/health/ready").expect(200));
    Eventually.within(
        SOON,
        () ->
            assertThat(
                    node.database()
                        .number("SELECT COUNT(*) FROM reservations WHERE id = '" + ended + "'"))
                .as("the sweeper works again")
                .isZero());
    assertThat(foreign.resolve(uploads.relativize(bytes)).resolve(ended)).exists();
    assertThat(content(stored).expect(200).body()).isEqualTo(csv(1000));
    assertThat(usage("used_bytes")).isEqualTo(1000);
    user.api().upload("b.csv", csv(10)).expect(201);
  }

  private void mustBeRefused(Answer stored) {
    Eventually.within(SOON, () -> server.anonymous().get("api/health/ready").expect(503));
    user.api().upload("b.csv", csv(10)).expect(503);
    content(stored).expect(503);
    user.api().delete(path(stored)).expect(503);
    assertThat(usage("used_bytes")).isEqualTo(1000);
  }
}
