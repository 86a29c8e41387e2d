package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.OwnDatabase;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestUser;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** One kill -9 that meets three uploads, each held at another point of its way. */
@Order(1)
@OnReachableDatabases
class KilledIT extends UploadSuite {
  @Test
  @Fault({18, 19, 20})
  void nothingIsLostOrLeakedWhereverAnUploadWas() throws Exception {
    OwnDatabase database = node.database();
    TestUser midBody = newUser();
    TestUser published = newUser();
    TestUser unanswered = newUser();
    published.api().upload("first.csv", csv(10)).expect(201);

    try (RawHttp stopped = open(midBody, "Content-Length: 1000").send(csv(500));
        RawHttp deaf = open(unanswered, "Content-Length: 100", "Idempotency-Key: u");
        RawHttp blocked = open(published, "Content-Length: 100", "Idempotency-Key: p")) {
      awaitReserved(midBody, 1);
      deaf.send(csv(100));
      Eventually.within(SOON, () -> assertThat(usage(unanswered, "file_count")).isEqualTo(1));
      blocked.send(csv(50));
      awaitReserved(published, 1);
      String name = database.text("SELECT id FROM reservations WHERE user_id = " + published.id());
      try (Connection lock = database.lockAccount(published.id())) {
        blocked.send(Arrays.copyOfRange(csv(100), 50, 100));
        Eventually.within(SOON, () -> assertThat(storedNames()).contains(name));
        Eventually.within(SOON, () -> assertThat(database.somebodyWaits()).isTrue());
        server.kill();
        lock.rollback();
      }
      stopped.reset();
    }
    server.launch();
    server.awaitReady();

    for (TestUser each : new TestUser[] {midBody, published, unanswered}) {
      Eventually.within(SOON, () -> assertThat(usage(each, "reserved_files")).isZero());
    }
    assertThat(usage(midBody, "used_bytes")).isZero();
    assertThat(usage(published, "used_bytes")).isEqualTo(10);
    assertThat(usage(unanswered, "used_bytes")).isEqualTo(100);
    Eventually.within(
        SOON,
        () ->
            assertThat(storedNames())
                .containsExactlyInAnyOrderElementsOf(
                    database.texts("SELECT file_path FROM user_files")));
    assertThat(retried(published, "p").json().get("file_size_bytes").asInt()).isEqualTo(100);
    assertThat(retried(unanswered, "u").json()).isEqualTo(files(unanswered).get(0));
    assertThat(usage(published, "file_count")).isEqualTo(2);
    assertThat(usage(unanswered, "file_count")).isEqualTo(1);
  }

  /** A key that an attempt held when it died comes free with its lease. */
  private static Answer retried(TestUser whose, String key) {
    return Eventually.answerWithin(
        SOON,
        () ->
            Optional.of(whose.api().withHeader("Idempotency-Key", key).upload("a.csv", csv(100)))
                .filter(answer -> answer.status() == 201));
  }
}
