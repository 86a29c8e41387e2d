package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forward auth as proxies ask for it. */
@UsesSharedServer
class ForwardIT {
  private static final String BACKTEST = "api/admissions/forward?category=backtest";

  private final TestServer server = TestServer.shared();

  private static Answer ask(Api api, String method, String path) {
    return api.send(method, path, BodyPublishers.noBody());
  }

  @Test
  void tellsWhoAsksAndWhereTheyStand() {
    TestUser user = server.newUser();

    Answer answer = user.api().get(BACKTEST + "&cost=2&auth=required").expect(200);

    assertThat(answer.requiredHeader("X-Tradeguard-User")).isEqualTo(user.username());
    assertThat(answer.requiredHeader("X-Tradeguard-User-Id")).isEqualTo("" + user.id());
    assertThat(answer.requiredHeader("X-Tradeguard-Role")).isEqualTo("user");
    assertThat(answer.requiredHeader("RateLimit-Policy")).isEqualTo("\"backtest\";q=5;w=60");
    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=3;t=");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aNameOfManyScriptsIsPercentEncoded() {
    TestUser user = server.newUser("Zoë, 東京 " + System.nanoTime());

    Answer answer = server.anonymous().withKey(user.newKey()).get(BACKTEST).expect(200);

    assertThat(answer.requiredHeader("X-Tradeguard-User"))
        .startsWith("Zo%C3%AB%2C%20%E6%9D%B1%E4%BA%AC%20");
  }

  @Test
  void theNamesAreEmptyForAStranger() {
    Answer answer =
        server
            .anonymous()
            .withHeader("X-Tradeguard-User", "admin")
            .withHeader("X-Tradeguard-Role", "admin")
            .get(BACKTEST)
            .expect(200);

    assertThat(answer.requiredHeader("X-Tradeguard-User")).isEmpty();
    assertThat(answer.requiredHeader("X-Tradeguard-User-Id")).isEmpty();
    assertThat(answer.requiredHeader("X-Tradeguard-Role")).isEmpty();
    assertThat(answer.requiredHeader("RateLimit-Policy")).startsWith("\"anonymous\";q=");
  }

  @Test
  void countsOnceAndInNoOtherCategory() {
    TestUser user = server.newUser();
    int before = remaining(user, "default");

    user.api().get(BACKTEST).expect(200);

    assertThat(remaining(user, "backtest")).isEqualTo(4);
    // The two questions for what remains are counted there themselves.
    assertThat(before - remaining(user, "default")).isEqualTo(2);
  }

  private static int remaining(TestUser user, String category) {
    for (var item : user.api().get("api/rate-limits").expect(200).json().get("items")) {
      if (item.get("category").asText().equals(category)) {
        return item.get("remaining").asInt();
      }
    }
    throw new AssertionError("No category " + category);
  }

  @Test
  void refusesOverTheLimitAsOfOurOwn() {
    TestUser user = server.newUser();
    user.api().get(BACKTEST + "&cost=5").expect(200);

    Answer answer = user.api().get(BACKTEST).expect(429);

    assertThat(answer.requiredHeader("Retry-After")).matches("[1-9][0-9]?");
    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=0;t=");
    assertThat(answer.json().get("category").asText()).isEqualTo("backtest");
    assertThat(answer.header("X-Tradeguard-User")).isEmpty();
  }

  @Test
  void refusesBy403WhereTheProxyKnowsNoOther() {
    TestUser user = server.newUser();
    user.api().get(BACKTEST + "&cost=5&refusal=403").expect(200);

    Answer answer = user.api().get(BACKTEST + "&refusal=403").expect(403);

    assertThat(answer.requiredHeader("X-Tradeguard-Status")).isEqualTo("429");
    assertThat(answer.requiredHeader("Retry-After")).matches("[1-9][0-9]?");
    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=0;t=");
  }

  @Test
  void aStrangerIs401OnlyWhereSomebodyIsNeeded() {
    Answer answer = server.anonymous().get(BACKTEST + "&auth=required&refusal=403").expect(401);

    assertThat(answer.requiredHeader("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.header("RateLimit")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer tg_wrong", "Bearer", "Digest x", "Basic !!"})
  void badCredentialsAreAlways401AndCounted(String authorization) {
    Answer answer =
        server.anonymous().withHeader("Authorization", authorization).get(BACKTEST).expect(401);

    assertThat(answer.requiredHeader("RateLimit-Policy")).startsWith("\"anonymous\"");
    assertThat(answer.header("X-Tradeguard-User")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "api/admissions/forward, 400, category",
    "api/admissions/forward?category=backtest&cost=0, 400, cost",
    "api/admissions/forward?category=backtest&auht=required, 400, auht",
    "api/admissions/forward?category=nothing, 422, category",
    "api/admissions/forward?category=login, 422, login",
  })
  void aQuestionThatMakesNoSenseCountsNothing(String path, int status, String named) {
    TestUser user = server.newUser();

    Answer answer = user.api().get(path).expect(status);

    assertThat(answer.detail()).contains("'" + named + "'");
    assertThat(answer.header("RateLimit")).isEmpty();
    assertThat(remaining(user, "backtest")).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "WIBBLE"})
  void everyMethodIsAnsweredAndCounted(String method) {
    TestUser user = server.newUser();

    Answer answer = ask(user.api(), method, BACKTEST).expect(200);

    assertThat(answer.requiredHeader("X-Tradeguard-User")).isEqualTo(user.username());
    assertThat(remaining(user, "backtest")).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "Accept, image/png",
    "Accept, application/xml;q=0.1",
    "Content-Type, application/x-www-form-urlencoded",
    "Range, bytes=0-1"
  })
  void whatTheBackendIsSentDoesNotMatter(String header, String value) {
    Api api = server.newUser().api().withHeader(header, value);

    api.get(BACKTEST).expect(200);
    ask(api, "POST", BACKTEST).expect(200);
  }

  @Test
  void theBodyIsNotReadBeforeTheAnswer() throws IOException {
    try (RawHttp connection = RawHttp.open(server.base())) {
      // Nothing of the body is ever sent: who wanted to read it would wait for it.
      Answer answer =
          connection
              .head("POST", BACKTEST, "Content-Length: 1000", "Content-Type: application/json")
              .answer();

      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, none, 200",
    "POST, none, 403",
    "GET, POST, 403",
    "GET, 'GET, DELETE', 403",
    "GET, HEAD, 200",
    "POST, GET, 403",
  })
  void aCookieAloneChangesNothing(String method, String forwarded, int status) {
    TestUser user = server.newUser();
    String cookie =
        server
            .anonymous()
            .withHeader("Origin", server.base().resolve("/").toString().replaceAll("/$", ""))
            .post("api/session", Map.of("username", user.username(), "password", user.password()))
            .expect(204)
            .requiredHeader("Set-Cookie")
            .split(";", -1)[0];
    Api api = server.anonymous().withHeader("Cookie", cookie);

    ask(
            forwarded.equals("none") ? api : api.withHeader("X-Forwarded-Method", forwarded),
            method,
            BACKTEST + "&auth=required")
        .expect(status);
  }
}
