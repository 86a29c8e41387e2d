package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What services ask, and who may ask. */
@UsesSharedServer
class AdmissionsIT {
  private static final String PATH = "api/admissions";

  private final TestServer server = TestServer.shared();

  private static String unique() {
    return ServiceUser.unique();
  }

  private Api service() {
    return ServiceUser.create(server).api();
  }

  private static Map<String, Object> check(String type, String id, String category, int cost) {
    return Map.of("subject", Map.of("type", type, "id", id), "category", category, "cost", cost);
  }

  private static Map<String, Object> batch(List<?> checks) {
    return Map.of("checks", checks);
  }

  @Test
  void aSubjectOfAnyTypeIsCountedInAnyCategory() {
    Api service = service();
    Map<String, Object> check = check("strategy", "mean reversion: " + unique(), "backtest", 3);

    JsonNode first = service.post(PATH, batch(List.of(check))).expect(200).json();
    JsonNode second = service.post(PATH, batch(List.of(check))).expect(200).json();

    JsonNode allowed = first.at("/decisions/0");
    assertThat(allowed.get("allowed").asBoolean()).isTrue();
    assertThat(allowed.get("category").asText()).isEqualTo("backtest");
    assertThat(allowed.get("limit").asInt()).isEqualTo(5);
    assertThat(allowed.get("period").asInt()).isEqualTo(60);
    assertThat(allowed.get("remaining").asInt()).isEqualTo(2);
    assertThat(allowed.get("reset_seconds").asInt()).isBetween(1, 60);
    assertThat(allowed.get("retry_after").isNull()).isTrue();
    assertThat(allowed.at("/policies/0/name").asText()).isEqualTo("backtest");
    assertThat(allowed.at("/policies/0/q").asInt()).isEqualTo(5);
    assertThat(allowed.get("source").asText()).isEqualTo("local");
    assertThat(allowed.get("degraded").asBoolean()).isFalse();
    JsonNode refused = second.at("/decisions/0");
    assertThat(refused.get("allowed").asBoolean()).isFalse();
    assertThat(refused.get("retry_after").asInt()).isBetween(1, 60);
  }

  @Test
  void aUserIsTheSameToAServiceAsToUs() {
    Api service = service();
    TestUser user = server.newUser();

    service.post(PATH, batch(List.of(check("user", "" + user.id(), "backtest", 4)))).expect(200);

    assertThat(
            user.api()
                .get("api/admissions/forward?category=backtest")
                .expect(200)
                .requiredHeader("RateLimit"))
        .startsWith("\"backtest\";r=0;");
  }

  @Test
  void aCheckCountsNothing() {
    Map<String, Object> look =
        Map.of(
            "subject", Map.of("type", "org", "id", unique()),
            "category", "backtest",
            "mode", "check");

    JsonNode decisions =
        service().post(PATH, batch(List.of(look, look, look))).expect(200).json().get("decisions");

    assertThat(decisions).hasSize(3);
    assertThat(decisions)
        .allSatisfy(decision -> assertThat(decision.get("remaining").asInt()).isEqualTo(5));
  }

  @Test
  void whatHappenedIsRecordedAndWhatDidNotIsTakenBack() {
    String org = unique();
    List<Map<String, Object>> checks =
        Stream.of("consume 3", "record 4", "consume 1", "refund 4", "consume 1")
            .map(each -> check("org", org, "backtest", each))
            .toList();

    JsonNode decisions = service().post(PATH, batch(checks)).expect(200).json().get("decisions");

    assertThat(decisions.findValuesAsText("allowed"))
        .containsExactly("true", "true", "false", "true", "true");
    // A single fixed window counts the refused one too: 3 + 4 + 1 - 4 + 1.
    assertThat(decisions.findValuesAsText("remaining")).containsExactly("2", "0", "0", "1", "0");
  }

  private static Map<String, Object> check(String type, String id, String category, String what) {
    String[] modeAndCost = what.split(" ", 2);
    Map<String, Object> check =
        new HashMap<>(check(type, id, category, Integer.parseInt(modeAndCost[1])));
    check.put("mode", modeAndCost[0]);
    return check;
  }

  @Test
  void exactlyTheLimitPassesHoweverManyAskAtOnce() {
    Api service = service();
    Map<String, Object> one = batch(Collections.nCopies(2, check("org", unique(), "backtest", 1)));

    List<Answer> answers = Concurrently.run(8, i -> service.post(PATH, one).expect(200));

    assertThat(
            answers.stream()
                .flatMap(answer -> answer.json().findValues("allowed").stream())
                .filter(JsonNode::asBoolean))
        .hasSize(5);
  }

  @Test
  void oneQuestionThatMakesNoSenseCountsNothingOfTheCall() {
    Api service = service();
    Map<String, Object> good = check("org", unique(), "backtest", 1);

    Answer answer =
        service.post(PATH, batch(List.of(good, check("org", "a", "nothing", 1)))).expect(422);

    assertThat(answer.detail()).isEqualTo("Field 'checks.[1].category' names no rate limit.");
    assertThat(
            service
                .post(PATH, batch(List.of(good)))
                .expect(200)
                .json()
                .at("/decisions/0/remaining")
                .asInt())
        .isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 400 | checks",
        "{\"checks\":[]} | 400 | 1 to 100",
        "{\"checks\":[null]} | 400 | 1 to 100",
        "{\"checks\":[{\"category\":\"backtest\"}]} | 400 | subject",
        "{\"checks\":[{\"subject\":{\"type\":\"Org\",\"id\":\"1\"},\"category\":\"backtest\"}]} |"
            + " 400 | type",
        "{\"checks\":[{\"subject\":{\"type\":\"org\",\"id\":\"\"},\"category\":\"backtest\"}]} |"
            + " 400 | id",
        "{\"checks\":[{\"subject\":{\"type\":\"user\",\"id\":\"ann\"},\"category\":\"backtest\"}]}"
            + " | 400 | number",
        "{\"checks\":[{\"subject\":{\"type\":\"ip\",\"id\":\"ann\"},\"category\":\"backtest\"}]} |"
            + " 400 | address",
        "{\"checks\":[{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"backtest\",\"cost\":0}]}"
            + " | 400 | cost",
        "{\"checks\":[{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"login\"}]} | 422"
            + " | 'ip'",
        "{\"checks\":[{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"backtest\",\"mode\":\"Refund\"}]}"
            + " | 422 | 'record' or 'refund'",
        "{\"checks\":[{\"subject\":{\"type\":\"org\",\"id\":\"1\"},\"category\":\"backtest\",\"mode\":\"check\",\"cost\":2}]}"
            + " | 422 | cost",
      })
  void whatIsWrongIsNamed(String body, int status, String named) {
    assertThat(service().post(PATH, body).expect(status).detail()).contains(named);
  }

  @Test
  void aHundredChecksAreTheMost() {
    Api service = service();
    List<Map<String, Object>> most =
        Collections.nCopies(100, check("org", unique(), "backtest", 1));

    assertThat(service.post(PATH, batch(most)).expect(200).json().get("decisions")).hasSize(100);
    service.post(PATH, batch(Collections.nCopies(101, most.get(0)))).expect(400);
  }

  @Test
  void nobodyButAServiceMayAsk() {
    Map<String, Object> body = batch(List.of(check("org", unique(), "backtest", 1)));

    server.anonymous().post(PATH, body).expect(401);
    server.newUser().api().post(PATH, body).expect(403);
    server.admin().post(PATH, body).expect(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"api/files", "api/usage", "api/admin/users", "api/admin/audit", "api/metrics"})
  void aServiceReachesNothingElse(String path) {
    service().get(path).expect(403);
  }

  @Test
  void aServiceSeesItsOwnAccountAndItsOwnCategory() {
    Api service = service();

    assertThat(service.get("api/me").expect(200).json().get("role").asText()).isEqualTo("service");
    service.get("api/api-keys").expect(200);
    assertThat(
            service
                .post(PATH, batch(List.of(check("org", unique(), "backtest", 1))))
                .expect(200)
                .requiredHeader("RateLimit-Policy"))
        .isEqualTo("\"admission\";q=100000;w=60");
  }
}
