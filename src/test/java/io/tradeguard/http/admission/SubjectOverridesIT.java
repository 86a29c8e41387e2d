package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.UsesSharedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An admin gives a subject that is no user a limit of its own. */
@UsesSharedServer
class SubjectOverridesIT {
  private static final String PATH = "api/admin/overrides";

  private final TestServer server = TestServer.shared();
  private final String org = ServiceUser.unique();

  private JsonNode put(int limit) {
    return server
        .admin()
        .post(
            PATH,
            Map.of("type", "org", "id", org, "category", "backtest", "limit", limit, "period", 600))
        .expect(201)
        .json();
  }

  private JsonNode decided(Api service) {
    Map<String, Object> check =
        Map.of("subject", Map.of("type", "org", "id", org), "category", "backtest");
    return service
        .post("api/admissions", Map.of("checks", List.of(check)))
        .expect(200)
        .json()
        .at("/decisions/0");
  }

  @Test
  void itsOwnLimitHoldsAtOnceAndGoesAgain() {
    Api service = ServiceUser.create(server).api();
    assertThat(decided(service).get("limit").asInt()).isEqualTo(5);

    JsonNode own = put(50);

    assertThat(decided(service).get("limit").asInt()).isEqualTo(50);
    assertThat(decided(service).get("period").asInt()).isEqualTo(600);
    JsonNode explained =
        server
            .admin()
            .get("api/admin/explain?type=org&id=" + org + "&category=backtest")
            .expect(200)
            .json();
    assertThat(explained.get("override").asBoolean()).isTrue();
    assertThat(explained.get("limit").asInt()).isEqualTo(50);
    assertThat(explained.get("default_limit").asInt()).isEqualTo(5);

    JsonNode again = put(2);
    assertThat(again.get("override_id")).isEqualTo(own.get("override_id"));
    assertThat(decided(service).get("allowed").asBoolean()).as("the fourth of two").isFalse();
    assertThat(listed()).contains("\"" + org + "\"");

    server.admin().delete(PATH + "/" + own.get("override_id").asLong()).expect(204);
    assertThat(decided(service).get("limit").asInt()).isEqualTo(5);
    assertThat(listed()).doesNotContain("\"" + org + "\"");
    server.admin().delete(PATH + "/" + own.get("override_id").asLong()).expect(404);
    assertThat(server.admin().get("api/admin/audit?size=200").expect(200).text())
        .contains("subject org:" + org)
        .contains("limit backtest 50/600")
        .contains("limit backtest default");
  }

  private String listed() {
    return server.admin().get(PATH + "?size=200").expect(200).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 400 | type",
        "{\"type\":\"Org\",\"id\":\"1\",\"category\":\"backtest\",\"limit\":1,\"period\":1} | 400 | type",
        "{\"type\":\"ip\",\"id\":\"x\",\"category\":\"backtest\",\"limit\":1,\"period\":1} | 400 | address",
        "{\"type\":\"org\",\"id\":\"1\",\"category\":\"nothing\",\"limit\":1,\"period\":1} | 422 | no rate",
        "{\"type\":\"org\",\"id\":\"1\",\"category\":\"login\",\"limit\":1,\"period\":1} | 422 | 'ip'",
        "{\"type\":\"user\",\"id\":\"1\",\"category\":\"backtest\",\"limit\":1,\"period\":1} | 422 | PATCH",
        "{\"type\":\"org\",\"id\":\"1\",\"category\":\"backtest\",\"limit\":0,\"period\":1} | 422 |"
            + " limit must be",
        "{\"type\":\"org\",\"id\":\"1\",\"category\":\"backtest\",\"limit\":1,\"period\":0} | 422 |"
            + " period must be"
      })
  void whatIsWrongIsNamed(String body, int status, String named) {
    assertThat(server.admin().post(PATH, body).expect(status).detail()).contains(named);
  }

  @ParameterizedTest
  @CsvSource({
    "type=org&category=backtest, needed",
    "type=org&id=1&ip=192.0.2.1&category=backtest, needed",
    "type=user&id=1&category=backtest, user_id",
    "type=Org&id=1&category=backtest, type",
    "type=ip&id=x&category=backtest, address",
    "type=org&id=1&category=login, 'ip'"
  })
  void whatCannotBeExplainedIsNamed(String query, String named) {
    Answer answer = server.admin().get("api/admin/explain?" + query).expect(400);

    assertThat(answer.detail()).contains(named);
  }

  @Test
  void anAddressThatServicesAskAboutIsExplainedInAnyCategory() {
    assertThat(
            server
                .admin()
                .get("api/admin/explain?type=ip&id=192.0.2.77&category=backtest")
                .expect(200)
                .json()
                .get("key")
                .asText())
        .isEqualTo("rate_limit:ip:192.0.2.77:backtest");
  }

  @Test
  void onlyAnAdminMay() {
    server.newUser().api().get(PATH).expect(403);
    ServiceUser.create(server).api().get(PATH).expect(403);
    server.anonymous().get(PATH).expect(401);
  }
}
