package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.MutatedFile;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/**
 * Damaged files as several users upload, look at, backtest and delete them. Each must be taken or
 * refused with a reason; an answer of another kind, or none, fails with the file's number.
 */
final class MutatedUploads {
  private static final int USERS = 4;
  private static final int MUCH = 1_000_000;

  private final TestServer server;
  private final List<TestUser> users;

  MutatedUploads(TestServer server) {
    this.server = server;
    this.users = Concurrently.run(USERS, user -> unlimited());
  }

  /** How many files ended in which way; every one of them has been counted. */
  record Outcome(int refused, int withoutBars, int backtested, long slowestMillis) {
    Outcome plus(Outcome other) {
      return new Outcome(
          refused + other.refused,
          withoutBars + other.withoutBars,
          backtested + other.backtested,
          Math.max(slowestMillis, other.slowestMillis));
    }
  }

  private TestUser unlimited() {
    TestUser user = server.newUser();
    Map<String, Integer> often = Map.of("limit", MUCH, "period", 3600);
    server
        .admin()
        .patch(
            "api/admin/users/" + user.id(),
            Map.of("rate_limits", Map.of("backtest", often, "default", often)))
        .expect(200);
    return user;
  }

  /** Sends the files of some numbers, all users at once. */
  Outcome send(int from, int to) {
    return Concurrently.run(
            USERS,
            user -> {
              Outcome outcome = new Outcome(0, 0, 0, 0);
              for (int i = from + user; i < to; i += USERS) {
                outcome = outcome.plus(send(users.get(user), i));
              }
              return outcome;
            })
        .stream()
        .reduce(new Outcome(0, 0, 0, 0), Outcome::plus);
  }

  private static Outcome send(TestUser user, int number) {
    MutatedFile file = MutatedFile.of(number);
    long start = System.nanoTime();
    Answer upload =
        number % 2 == 0
            ? user.api().uploadForm(file.name(), "application/octet-stream", file.content())
            : user.api()
                .upload(file.name(), "text/plain", BodyPublishers.ofByteArray(file.content()));
    if (upload.status() == 422) {
      requireReason(upload, number);
      return new Outcome(1, 0, 0, millisSince(start));
    }
    long id = expect(upload, 201, number).json().get("id").asLong();
    expect(user.api().get("api/files/" + id), 200, number);
    Map<String, Object> strategy = Map.of("type", "sma_crossover", "fast", 5, "slow", 20);
    Answer report =
        user.api()
            .post(
                "api/backtests",
                Map.of("file_id", id, "strategy", strategy, "initial_cash", 10_000));
    if (report.status() == 422) {
      requireReason(report, number);
    } else {
      assertThat(expect(report, 200, number).json().get("final_equity").isNumber()).isTrue();
    }
    expect(user.api().delete("api/files/" + id), 204, number);
    return report.status() == 200
        ? new Outcome(0, 0, 1, millisSince(start))
        : new Outcome(0, 1, 0, millisSince(start));
  }

  private static void requireReason(Answer refusal, int number) {
    assertThat(refusal.json().get("detail").asText()).as("file %d", number).isNotBlank();
  }

  private static Answer expect(Answer answer, int status, int number) {
    assertThat(answer.status()).as("file %d: %s", number, answer.text()).isEqualTo(status);
    return answer;
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
