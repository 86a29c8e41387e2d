package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places for work that takes time, as services take, renew and give them back. */
@UsesSharedServer
class LeasesIT {
  private static final String PATH = "api/admissions/leases";

  private final TestServer server = TestServer.shared();
  private final Api service = ServiceUser.create(server).api();
  private final String org = ServiceUser.unique();

  private Map<String, Object> wanted(int seconds) {
    return Map.of(
        "subject", Map.of("type", "org", "id", org), "category", "backtest", "seconds", seconds);
  }

  private JsonNode explained() {
    return server
        .admin()
        .get("api/admin/explain?type=org&id=" + org + "&category=backtest")
        .expect(200)
        .json();
  }

  @Test
  void aPlaceIsTakenRenewedAndGivenBack() {
    Instant before = Instant.now();
    Answer taken = service.post(PATH, wanted(60)).expect(201);

    JsonNode lease = taken.json();
    assertThat(lease.get("running").asInt()).isEqualTo(1);
    assertThat(lease.get("limit").asInt()).isEqualTo(2);
    assertThat(lease.get("source").asText()).isEqualTo("local");
    assertThat(Instant.parse(lease.get("expires_at").asText()))
        .isBetween(before.plusSeconds(55), Instant.now().plusSeconds(65));
    String path = PATH + "/" + lease.get("id").asText();
    assertThat(taken.requiredHeader("Location")).endsWith("/" + path);
    assertThat(explained().get("running").asInt()).isEqualTo(1);
    assertThat(explained().get("concurrent").asInt()).isEqualTo(2);

    JsonNode renewed = service.put(path, Map.of("seconds", 3_600)).expect(200).json();
    assertThat(renewed.get("id")).isEqualTo(lease.get("id"));
    assertThat(Instant.parse(renewed.get("expires_at").asText()))
        .isAfter(before.plusSeconds(3_500));

    service.delete(path).expect(204);
    service.delete(path).expect(204);
    assertThat(service.put(path, Map.of("seconds", 1)).expect(404).detail()).contains("ended");
    assertThat(explained().get("running").asInt()).isZero();
  }

  @Test
  void whenAllAreTakenTheNextIsRefusedAndTold() {
    service.post(PATH, wanted(600)).expect(201);
    service.post(PATH, wanted(600)).expect(201);

    Answer refused = service.post(PATH, wanted(60)).expect(429);

    assertThat(refused.detail()).isEqualTo("Too many at once in 'backtest'. Retry in 1 seconds.");
    assertThat(refused.requiredHeader("Retry-After")).isEqualTo("1");
    assertThat(refused.requiredHeader("RateLimit-Policy"))
        .contains("\"backtest-concurrent\";q=2;qu=\"concurrent-requests\"");
    assertThat(refused.json().get("running").asInt()).isEqualTo(2);
    assertThat(refused.json().get("limit").asInt()).isEqualTo(2);
    assertThat(refused.json().at("/violated-policies/0").asText()).isEqualTo("backtest-concurrent");
  }

  @Test
  void aPlaceThatNobodyRenewsComesFreeByItself() {
    service.post(PATH, wanted(600)).expect(201);
    service.post(PATH, wanted(1)).expect(201);

    Eventually.within(Duration.ofSeconds(30), () -> service.post(PATH, wanted(600)).expect(201));

    service.post(PATH, wanted(60)).expect(429);
  }

  @Test
  void neverMoreThanThereAreHoweverManyAskAtOnce() throws Exception {
    List<Answer> answers = Concurrently.run(16, i -> service.post(PATH, wanted(600)));

    assertThat(answers).extracting(Answer::status).containsOnly(201, 429);
    assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(2);
  }

  /** A user's own backtest takes a place of the same two. */
  @Test
  void aBacktestHoldsAPlaceToo() {
    TestUser user = server.newUser();
    Map<String, Object> theirs =
        Map.of(
            "subject",
            Map.of("type", "user", "id", "" + user.id()),
            "category",
            "backtest",
            "seconds",
            600);
    Map<String, Object> backtest =
        Map.of(
            "file_id",
            999_999_999,
            "strategy",
            Map.of("type", "sma_crossover", "fast", 1, "slow", 2),
            "initial_cash",
            1);
    String first = service.post(PATH, theirs).expect(201).json().get("id").asText();
    user.api().post("api/backtests", backtest).expect(404);
    service.post(PATH, theirs).expect(201);

    Answer refused = user.api().post("api/backtests", backtest).expect(429);

    assertThat(refused.json().at("/violated-policies/0").asText()).isEqualTo("backtest-concurrent");
    service.delete(PATH + "/" + first).expect(204);
    user.api().post("api/backtests", backtest).expect(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 400 | subject",
        "{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"backtest\"} | 400 | seconds",
        "{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"backtest\",\"seconds\":0} | 400 |"
            + " 1 to 3600",
        "{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"backtest\",\"seconds\":3601} |"
            + " 400 | 1 to 3600",
        "{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"nothing\",\"seconds\":1} | 422 |"
            + " no rate limit",
        "{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"default\",\"seconds\":1} | 422 |"
            + " 'concurrent'"
      })
  void whatIsWrongIsNamed(String body, int status, String named) {
    assertThat(service.post(PATH, body).expect(status).detail()).contains(named);
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense",
    "cmF0ZV9saW1pdDpvcmc6YWNtZTpiYWNrdGVzdA.short",
    "cmF0ZV9saW1pdDpvcmc6YWNtZTpkZWZhdWx0.AAAAAAAAAAAAAAAAAAAAAA",
    "cmF0ZV9saW1pdDp1c2VyOjAwNzpiYWNrdGVzdA.AAAAAAAAAAAAAAAAAAAAAA"
  })
  void whatIsNoLeaseIsNotFound(String id) {
    service.put(PATH + "/" + id, Map.of("seconds", 1)).expect(404);
    service.delete(PATH + "/" + id).expect(404);
  }

  @Test
  void nobodyButAServiceMayAsk() {
    server.anonymous().post(PATH, wanted(60)).expect(401);
    server.newUser().api().post(PATH, wanted(60)).expect(403);
    server.admin().post(PATH, wanted(60)).expect(403);
  }

  @Test
  void theMetricsTellHowManyWereGiven() {
    service.post(PATH, wanted(60)).expect(201);

    String metrics = server.admin().get("api/metrics").expect(200).text();

    assertThat(metrics)
        .containsPattern("tradeguard_leases_total\\{category=\"backtest\",outcome=\"held\"} [1-9]")
        .containsPattern("tradeguard_leases_held [1-9]");
  }
}
