package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.UsesSharedServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service asks only about the categories that an admin gave it. */
@UsesSharedServer
class ConfinementIT {
  private static final String PATH = "api/admissions";

  private final TestServer server = TestServer.shared();

  private static Map<String, Object> checks(String... categories) {
    return Map.of(
        "checks",
        Stream.of(categories)
            .map(
                category ->
                    Map.of(
                        "subject",
                        Map.of("type", "org", "id", ServiceUser.unique()),
                        "category",
                        category))
            .toList());
  }

  private static Map<String, Object> lease(String category) {
    return Map.of(
        "subject",
        Map.of("type", "org", "id", ServiceUser.unique()),
        "category",
        category,
        "seconds",
        60);
  }

  @Test
  void itAsksAboutItsOwnAndNoOthers() {
    Api service = ServiceUser.create(server, List.of("backtest")).api();

    service.post(PATH, checks("backtest")).expect(200);
    Answer refused = service.post(PATH, checks("backtest", "default")).expect(403);

    assertThat(refused.detail()).isEqualTo("This service may not ask about category 'default'.");
    service.post(PATH, checks("no-such-category")).expect(403);
    service.post(PATH + "/leases", lease("backtest")).expect(201);
    service.post(PATH + "/leases", lease("default")).expect(403);
    service.get(PATH + "/forward?category=backtest").expect(200);
    service.get(PATH + "/forward?category=default").expect(403);
  }

  @Test
  void whatIsNotItsOwnCountsNothingOfTheCall() {
    Api service = ServiceUser.create(server, List.of("backtest")).api();
    Map<String, String> org = Map.of("type", "org", "id", ServiceUser.unique());
    Map<String, Object> own = Map.of("subject", org, "category", "backtest");
    Map<String, Object> other = Map.of("subject", org, "category", "default");
    service.post(PATH, Map.of("checks", List.of(own, other))).expect(403);

    JsonNode one = service.post(PATH, Map.of("checks", List.of(own))).expect(200).json();

    assertThat(one.at("/decisions/0/remaining").asInt()).isEqualTo(4);
  }

  @Test
  void aLeaseOfAnotherCategoryIsNotItsOwnToRenewOrEnd() {
    Api everything = ServiceUser.create(server).api();
    String id =
        everything.post(PATH + "/leases", lease("backtest")).expect(201).json().get("id").asText();
    Api confined = ServiceUser.create(server, List.of("default")).api();

    confined.put(PATH + "/leases/" + id, Map.of("seconds", 60)).expect(403);
    confined.delete(PATH + "/leases/" + id).expect(403);
    everything.delete(PATH + "/leases/" + id).expect(204);
  }

  @Test
  void anAdminConfinesItAndLetsItGoAgainWithAnEntryInTheTrail() {
    ServiceUser service = ServiceUser.create(server);
    String path = "api/admin/users/" + service.id();
    assertThat(server.admin().get(path).expect(200).json().get("categories").isNull()).isTrue();

    JsonNode confined =
        server
            .admin()
            .patch(path, Map.of("categories", List.of("login", "backtest")))
            .expect(200)
            .json();

    assertThat(confined.get("categories"))
        .extracting(JsonNode::asText)
        .containsExactly("backtest", "login");
    within10s(() -> service.api().post(PATH, checks("default")).expect(403));
    server.admin().patch(path, Map.of("categories", List.of())).expect(200);
    within10s(() -> service.api().post(PATH, checks("backtest")).expect(403));
    server.admin().patch(path, "{\"categories\":null}").expect(200);
    within10s(() -> service.api().post(PATH, checks("default")).expect(200));
    assertThat(server.admin().get("api/admin/audit?size=200").expect(200).json().toString())
        .contains("categories backtest login")
        .contains("categories all");
  }

  private static void within10s(Runnable check) {
    Eventually.within(Duration.ofSeconds(10), check::run);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"categories\":[\"nothing\"]} | 422 | no rate limit",
        "{\"categories\":[null]} | 400 | names",
        "{\"categories\":\"backtest\"} | 400 | categories"
      })
  void whatMakesNoSenseIsNamed(String body, int status, String named) {
    ServiceUser service = ServiceUser.create(server);

    Answer answer = server.admin().patch("api/admin/users/" + service.id(), body).expect(status);

    assertThat(answer.detail()).contains(named);
  }

  @Test
  void onlyAServiceIsConfined() {
    long user = server.newUser().id();

    assertThat(
            server
                .admin()
                .patch("api/admin/users/" + user, Map.of("categories", List.of("backtest")))
                .expect(422)
                .detail())
        .contains("'service'");
  }
}
