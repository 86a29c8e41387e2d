package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The proxies' configurations that we ship, in Debian's nginx and Caddy before the real WAR. */
@Order(1)
@Tag("gate")
class ProxiesIT {
  private static final Map<FrontProxy.Kind, FrontProxy> STRICT =
      new EnumMap<>(FrontProxy.Kind.class);
  private static final Map<FrontProxy.Kind, FrontProxy> OPEN = new EnumMap<>(FrontProxy.Kind.class);
  private static TestServer server;
  private static Backend backend;

  @BeforeAll
  static void start() throws IOException {
    server =
        TestServer.sharedSettings()
            .at("")
            .with("tradeguard.trusted-proxies", "127.0.0.1")
            .with("tradeguard.rate-limit.backtest.period", 86_400)
            .with("tradeguard.rate-limit.anonymous.limit", 3)
            .with("tradeguard.rate-limit.anonymous.period", 86_400)
            .start();
    backend = new Backend();
    for (FrontProxy.Kind kind : FrontProxy.Kind.values()) {
      STRICT.put(kind, proxy(kind, "category=backtest&cost=1&auth=required"));
      OPEN.put(kind, proxy(kind, "category=backtest&auth=optional"));
    }
  }

  private static FrontProxy proxy(FrontProxy.Kind kind, String question) throws IOException {
    return new FrontProxy(kind, question, server.base(), backend.base());
  }

  @AfterAll
  static void stop() {
    STRICT.values().forEach(FrontProxy::close);
    OPEN.values().forEach(FrontProxy::close);
    backend.close();
    server.close();
  }

  @BeforeEach
  void forget() {
    backend.seen();
    server.admin().delete("api/admin/limiter/keys/rate_limit:ip:127.0.0.1:anonymous").expect(204);
  }

  private static FrontProxy strict(FrontProxy.Kind kind) {
    return Objects.requireNonNull(STRICT.get(kind));
  }

  private static Api as(TestUser user, FrontProxy proxy) {
    return proxy.anonymous().withKey(user.newKey());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAdmittedReachesTheBackendWithItsUser(FrontProxy.Kind kind) {
    TestUser user = server.newUser();
    Api api = as(user, strict(kind));

    Answer answer =
        api.send("POST", "some/path?x=1", BodyPublishers.ofString("the body")).expect(200);

    assertThat(answer.requiredHeader("RateLimit-Policy")).isEqualTo("\"backtest\";q=5;w=86400");
    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=4;t=");
    List<Backend.Seen> seen = backend.seen();
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).method()).isEqualTo("POST");
    assertThat(seen.get(0).path()).isEqualTo("/some/path?x=1");
    assertThat(seen.get(0).body()).isEqualTo("the body");
    assertThat(seen.get(0).values("X-Tradeguard-User")).containsExactly(user.username());
    assertThat(seen.get(0).values("X-Tradeguard-User-Id")).containsExactly("" + user.id());
    assertThat(seen.get(0).values("X-Tradeguard-Role")).containsExactly("user");
    assertThat(seen.get(0).values("Authorization")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalReachesTheClientWithItsTimes(FrontProxy.Kind kind) {
    Api api = as(server.newUser(), strict(kind));
    for (int i = 0; i < 5; i++) {
      api.get("a").expect(200);
    }
    backend.seen();

    Answer answer = api.get("a").expect(429);

    assertThat(answer.requiredHeader("Retry-After")).matches("[1-9][0-9]*");
    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=0;t=");
    assertThat(answer.requiredHeader("RateLimit-Policy")).isEqualTo("\"backtest\";q=5;w=86400");
    assertThat(answer.requiredHeader("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(429);
    assertThat(backend.seen()).isEmpty();
  }

  /** No method, path or header of a client's lets it by. */
  @ParameterizedTest
  @CsvSource({
    "GET, /, ''",
    "HEAD, /, ''",
    "POST, /, ''",
    "OPTIONS, /, ''",
    "WIBBLE, /, ''",
    "GET, /tradeguard-admission, ''",
    "GET, //x, ''",
    "GET, /a/../b, ''",
    "GET, /%2e%2e/x, ''",
    "GET, /x.css, ''",
    "GET, /, X-Tradeguard-User: admin",
    "GET, /, X-Tradeguard-Status: 200",
    "GET, /, X-Original-URI: /public",
    "GET, /, X-Original-Method: OPTIONS",
    "GET, /, X-Forwarded-Uri: /public",
    "GET, /, X-HTTP-Method-Override: OPTIONS",
    "GET, /, Connection: X-Forwarded-Method",
    "GET, /, Upgrade: websocket",
    "GET, /, Authorization: Bearer tg_wrong",
    "GET, /, If-None-Match: *",
    "GET, /, Range: bytes=0-0",
  })
  void nobodyUnknownComesIn(String method, String path, String header) throws IOException {
    for (FrontProxy proxy : STRICT.values()) {
      forget();
      try (RawHttp connection = RawHttp.open(proxy.guarded())) {
        String[] headers = header.isEmpty() ? new String[0] : new String[] {header};
        Answer answer = connection.request(method, path, headers).answerTo(method);

        assertThat(answer.status()).isIn(400, 401, 404, 405);
        assertThat(path.equals("/") ? answer.status() : 401).isEqualTo(401);
      }
      assertThat(backend.seen()).isEmpty();
    }
  }

  /** Every spelling that a backend may take for one of ours is gone or is ours. */
  @ParameterizedTest
  @EnumSource
  void theNamesAreNeverTheClients(FrontProxy.Kind kind) throws IOException {
    TestUser user = server.newUser();
    String key = "Authorization: Bearer " + user.newKey();
    for (String name :
        List.of(
            "X-Tradeguard-User", "x-tradeguard-user", "X_Tradeguard_User", "X-Tradeguard_User")) {
      try (RawHttp connection = RawHttp.open(strict(kind).guarded())) {
        connection.request("GET", "/", key, name + ": admin", name + ": root").answer();
      }
    }

    assertThat(backend.seen())
        .hasSize(4)
        .allSatisfy(
            seen -> {
              assertThat(seen.values("X-Tradeguard-User")).containsExactly(user.username());
              assertThat(seen.headers().keySet()).noneMatch(name -> name.contains("_"));
            });
  }

  @ParameterizedTest
  @EnumSource
  void aStrangerHasNoNameAndOneAddress(FrontProxy.Kind kind) throws IOException {
    FrontProxy proxy = Objects.requireNonNull(OPEN.get(kind));
    for (int i = 0; i < 4; i++) {
      try (RawHttp connection = RawHttp.open(proxy.guarded())) {
        Answer answer =
            connection
                .request(
                    "GET",
                    "/",
                    "X-Forwarded-For: 203.0.113." + i,
                    "Forwarded: for=203.0.113." + i,
                    "X-Real-IP: 203.0.113." + i,
                    "X-Tradeguard-User: admin",
                    "X-Tradeguard-User-Id: 1",
                    "X-Tradeguard-Role: admin")
                .answer();

        assertThat(answer.status()).isEqualTo(i < 3 ? 200 : 429);
        assertThat(answer.requiredHeader("RateLimit-Policy")).startsWith("\"anonymous\"");
      }
    }

    assertThat(backend.seen())
        .hasSize(3)
        .allSatisfy(
            seen -> {
              assertThat(seen.values("X-Tradeguard-User")).isEmpty();
              assertThat(seen.values("X-Tradeguard-User-Id")).isEmpty();
              assertThat(seen.values("X-Tradeguard-Role")).isEmpty();
            });
  }

  @ParameterizedTest
  @EnumSource
  void aCookieAloneChangesNothingBehindAProxyEither(FrontProxy.Kind kind) {
    TestUser user = server.newUser();
    String cookie =
        Api.anonymous(strict(kind).own())
            .withHeader("Sec-Fetch-Site", "same-origin")
            .post("api/session", Map.of("username", user.username(), "password", user.password()))
            .expect(204)
            .requiredHeader("Set-Cookie")
            .split(";", -1)[0];
    Api api = strict(kind).anonymous().withHeader("Cookie", cookie);

    api.get("a").expect(200);
    api.send("POST", "a", BodyPublishers.noBody()).expect(403);

    assertThat(backend.seen()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalOfTheBackendsOwnStaysItsOwn(FrontProxy.Kind kind) {
    Answer answer = as(server.newUser(), strict(kind)).get("forbidden").expect(403);

    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void tradeguardItselfIsServed(FrontProxy.Kind kind) throws IOException {
    TestUser user = server.newUser();
    Api api = Api.anonymous(strict(kind).own());

    api.get("health").expect(200);
    api.withKey(user.newKey())
        .upload("bars.csv", "time,close\n2024-01-02,1\n".getBytes(StandardCharsets.UTF_8))
        .expect(201);
    assertThat(api.get("ui/").expect(200).text()).contains("Tradeguard");
  }

  /** Nothing of the body is ever sent: who wanted to read it first would wait for it. */
  @ParameterizedTest
  @CsvSource({"NGINX, 200000000", "CADDY, 200000000", "CADDY, 110000000", "NGINX, 2000000"})
  void anUploadThatIsTooLongIsRefusedAtOnce(FrontProxy.Kind kind, long length) throws IOException {
    String key = "Authorization: Bearer " + server.newUser().newKey();
    try (RawHttp connection = RawHttp.open(strict(kind).own())) {
      Answer answer =
          connection
              .request("POST", "/api/files?filename=a.csv", key, "Content-Length: " + length)
              .answer();

      assertThat(answer.status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventsComeThroughAsTheyHappen(FrontProxy.Kind kind) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) strict(kind).own().resolve("api/admin/events").toURL().openConnection();
    connection.setRequestProperty(
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    ("admin:" + TestServer.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8)));
    connection.setReadTimeout((int) Duration.ofMinutes(1).toMillis());
    try {
      assertThat(connection.getResponseCode()).isEqualTo(200);
      // The stream never ends, so a proxy that gathered it would give nothing.
      assertThat(connection.getInputStream().read()).isPositive();
    } finally {
      connection.disconnect();
    }
  }
}
