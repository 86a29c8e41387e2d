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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

  @Test
  @Fault({73, 71})
  void anAdminSeesOrphansBeforeTheyAreSwept() throws IOException {
    Path uploads = server.dataDir().resolve("uploads");
    Files.createDirectories(uploads.resolve("lost+found"));
    String stray = UUID.randomUUID().toString();
    Path bytes =
        Files.createDirectories(
                uploads.resolve(stray.substring(0, 2)).resolve(stray.substring(2, 4)))
            .resolve(stray);
    Files.writeString(bytes, "stray");
    Files.setLastModifiedTime(bytes, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    user.api().get("api/admin/store/orphans").expect(403);
    Answer report = server.admin().get("api/admin/store/orphans").expect(200);
    Path aside = uploads.resolve(".quarantine").resolve(stray);

    // The node's own sweep, each ten leases, may have been quicker.
    if (report.json().get("orphans").asInt() == 1) {
      assertThat(report.json().get("names").get(0).asText()).isEqualTo(stray);
      server.admin().post("api/admin/store/sweep", Map.of()).expect(200);
    }
    assertThat(aside).hasContent("stray");
    assertThat(bytes).doesNotExist();
    Files.delete(aside);
  }

  @Test
  @Fault(74)
  void aDatabaseThatOnlyReadsIs503AndSaysSo() {
    if (node != Node.POSTGRESQL) {
      return;
    }
    Answer stored = user.api().upload("a.csv", csv(10)).expect(201);
    node.database().execute("ALTER SYSTEM SET default_transaction_read_only = on");
    try {
      node.database().texts("SELECT pg_reload_conf()");
      Eventually.within(SOON, () -> server.anonymous().get("api/health/ready").expect(503));
      user.api().upload("b.csv", csv(10)).expect(503);
      user.api().delete(path(stored)).expect(503);
      content(stored).expect(200);
    } finally {
      resetReadOnly();
    }
    Eventually.within(SOON, () -> server.anonymous().get("api/health/ready").expect(200));
    user.api().upload("b.csv", csv(10)).expect(201);
  }

  /** ALTER SYSTEM runs in a transaction that only reads, too. */
  private void resetReadOnly() {
    node.database().execute("ALTER SYSTEM RESET default_transaction_read_only");
    node.database().texts("SELECT pg_reload_conf()");
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
