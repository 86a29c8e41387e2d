package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestServer;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One address guesses passwords or keys in parallel, each time claiming to be another. */
@Order(1)
@Tag("gate")
class PasswordStormIT {
  private static final int GUESSES = 100;
  private static final int LOGINS_PER_MINUTE = 10;
  private static final Pattern HASHES =
      Pattern.compile(
          "^tradeguard_password_hash_seconds_count(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);

  @Test
  @Fault({45, 49})
  void guessesAreLimitedBeforeAnyHashIsComputed() {
    try (TestServer server =
        TestServer.builder()
            .optimised()
            .with("tradeguard.password.iterations", 600_000)
            .with("tradeguard.rate-limit.anonymous.limit", 1_000_000)
            .with("tradeguard.rate-limit.default.limit", 1_000_000)
            .with("tradeguard.metrics.public", true)
            .start()) {
      Api withKey = server.anonymous().withKey(server.newUser().newKey());
      long before = hashes(server);
      long start = System.nanoTime();

      List<Answer> answers =
          Concurrently.run(
              GUESSES,
              number ->
                  server
                      .anonymous()
                      .withBasic("admin", "wrong password " + number)
                      .withHeader("X-Forwarded-For", "198.51.100." + number)
                      .withHeader("Forwarded", "for=198.51.100." + number)
                      .get("api/me"));

      long minutes = 1 + (System.nanoTime() - start) / 60_000_000_000L;
      assertThat(hashes(server) - before).isBetween(1L, LOGINS_PER_MINUTE * minutes);
      assertThat(answers).extracting(Answer::status).containsOnly(401, 429);
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 429)
          .isNotEmpty()
          .allSatisfy(
              answer -> {
                assertThat(answer.json().get("category").asText()).isEqualTo("login");
                assertThat(Integer.parseInt(answer.requiredHeader("Retry-After"))).isBetween(1, 60);
              });
      assertThat(withKey.get("api/me").status()).as("a good key from that address").isEqualTo(200);
    }
  }

  @Test
  @Fault({45, 49})
  void guessedKeysAreLimitedAsAnonymous() {
    int limit = 10;
    try (TestServer server =
        TestServer.builder().with("tradeguard.rate-limit.anonymous.limit", limit).start()) {
      Api withKey = server.anonymous().withKey(server.newUser().newKey());
      long start = System.nanoTime();

      List<Answer> answers =
          Concurrently.run(
              GUESSES,
              number ->
                  server
                      .anonymous()
                      .withKey("tg_" + "guess".repeat(8) + number)
                      .withHeader("X-Forwarded-For", "198.51.100." + number)
                      .get("api/me"));

      long minutes = 1 + (System.nanoTime() - start) / 60_000_000_000L;
      assertThat(answers).extracting(Answer::status).containsOnly(401, 429);
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 401)
          .hasSizeBetween(1, (int) (limit * minutes));
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 429)
          .allSatisfy(
              answer -> assertThat(answer.json().get("category").asText()).isEqualTo("anonymous"));
      assertThat(withKey.get("api/me").status()).as("a good key from that address").isEqualTo(200);
    }
  }

  private static long hashes(TestServer server) {
    String metrics = server.anonymous().get("api/metrics").expect(200).text();
    return HASHES
        .matcher(metrics)
        .results()
        .map(MatchResult::group)
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .mapToLong(count -> (long) Double.parseDouble(count))
        .sum();
  }
}
