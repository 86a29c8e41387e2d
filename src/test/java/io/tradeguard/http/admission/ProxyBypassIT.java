package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may try behind the files that we ship: nothing of it lets a request by. */
@Tag("gate")
class ProxyBypassIT {
  private static final TestServer SERVER = ProxiedServer.get();
  private static FrontProxies proxies;

  @BeforeAll
  static void start() throws IOException {
    proxies = new FrontProxies("category=backtest&cost=1&auth=required");
  }

  @AfterAll
  static void stop() {
    proxies.close();
  }

  @BeforeEach
  void forget() {
    proxies.backend().seen();
  }

  private static RawHttp open(FrontProxy.Kind kind) throws IOException {
    return RawHttp.open(proxies.get(kind).guarded());
  }

  private static String key(TestUser user) {
    return "Authorization: Bearer " + user.newKey();
  }

  private static int remaining(TestUser user) {
    return SERVER
        .admin()
        .get("api/admin/explain?category=backtest&user_id=" + user.id())
        .expect(200)
        .json()
        .get("remaining")
        .asInt();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, ''",
    "HEAD, /, ''",
    "POST, /, ''",
    "OPTIONS, /, ''",
    "WIBBLE, /, ''",
    "get, /, ''",
    "TRACE, /, ''",
    "GET, /tradeguard-admission, ''",
    "GET, /TRADEGUARD-ADMISSION, ''",
    "GET, /api/admissions/forward?category=default, ''",
    "GET, //x, ''",
    "GET, /a/../b, ''",
    "GET, /%2e%2e/x, ''",
    "GET, /a;x=/../b, ''",
    "GET, /a%2fb%2F..%2f, ''",
    "GET, /A%00b, ''",
    "GET, /x.css, ''",
    "GET, /health, ''",
    "GET, *, ''",
    "GET, /?category=free&auth=optional&refusal=429, ''",
    "GET, /?&forwarded=, ''",
    "GET, /, X-Tradeguard-User: admin",
    "GET, /, X-Tradeguard-Status: 200",
    "GET, /, X-Original-URI: /public",
    "GET, /, X-Original-URL: /public",
    "GET, /, X-Rewrite-URL: /public",
    "GET, /, X-Accel-Redirect: /public",
    "GET, /, X-Original-Method: OPTIONS",
    "GET, /, X-Forwarded-Method: OPTIONS",
    "GET, /, X-Forwarded-Uri: /public",
    "GET, /, X-Forwarded-Host: tradeguard.example.com",
    "GET, /, X-Forwarded-For: 127.0.0.1",
    "GET, /, X-HTTP-Method-Override: OPTIONS",
    "GET, /, Connection: X-Forwarded-Method",
    "GET, /, 'Connection: Authorization, X-Forwarded-For, Host'",
    "GET, /, Upgrade: websocket",
    "GET, /, Upgrade: h2c",
    "GET, /, Authorization: Bearer tg_wrong",
    "GET, /, Authorization:",
    "GET, /, Proxy-Authorization: Basic YWRtaW46YWRtaW4=",
    "GET, /, If-None-Match: *",
    "GET, /, Range: bytes=0-0",
    "GET, /, Accept: image/png",
    "GET, /, Content-Type: nonsense",
    "GET, /, Content-Encoding: gzip",
    "GET, /, Cookie: tradeguard_session=x",
    "POST, /, Expect: 100-continue",
    "POST, /, Content-Length: 1000000",
    "POST, /, Content-Length: -1",
    "POST, /, Transfer-Encoding: chunked",
    "POST, /, Transfer-Encoding: xchunked",
  })
  void nobodyUnknownComesIn(String method, String path, String header) throws IOException {
    for (FrontProxy.Kind kind : FrontProxy.Kind.values()) {
      try (RawHttp connection = open(kind)) {
        String[] headers = header.isEmpty() ? new String[0] : new String[] {header};
        // Nothing of a body is ever sent: an answer that waited for it would not come.
        Answer answer = connection.request(method, path, headers).answerTo(method);

        assertThat(answer.status()).as("%s", kind).isIn(400, 401, 404, 405, 501);
      }
      assertThat(proxies.backend().seen()).isEmpty();
    }
  }

  /** Requests that need bytes of their own; each bar is a line's end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0||",
        "GET http://tradeguard.example.com/ HTTP/1.1|Host: x||",
        "GET http://app.example.com// HTTP/1.1|Host: x||",
        "GET / HTTP/1.1|Host:||",
        "GET / HTTP/1.1|Host: nobody.example.com||",
        "GET / HTTP/1.1|Host: tradeguard.example.com|Host: app.example.com||",
        "GET / HTTP/1.1|Host: x|Foo: a| X-Tradeguard-User: admin||",
        "GET / HTTP/1.1|Host: x|X-Tradeguard-User : admin||",
        "GET / HTTP/1.1|Host: x|Upgrade: h2c|Connection: Upgrade, HTTP2-Settings|HTTP2-Settings:"
            + " AA||",
        "POST / HTTP/1.1|Host: x|Content-Length: 4|Transfer-Encoding: chunked||0||GET /2"
            + " HTTP/1.1||",
        "POST / HTTP/1.1|Host: x|Content-Length: 0|Content-Length: 35||GET /2 HTTP/1.1|Host: x||",
        "GET / HTTP/1.1|Host: x||GET /2 HTTP/1.1|Host: x||",
        "PRI * HTTP/2.0||SM||",
      })
  void noBytesLetAStrangerIn(String bytes) throws IOException {
    for (FrontProxy.Kind kind : FrontProxy.Kind.values()) {
      try (RawHttp connection = open(kind)) {
        connection.send(bytes.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII));
        connection.finish();
        connection.awaitEnd();
      }
      assertThat(proxies.backend().seen()).as("%s", kind).isEmpty();
    }
  }

  /** Every spelling that a backend may take for one of ours is gone or is ours. */
  @ParameterizedTest
  @EnumSource
  void theNamesAreNeverTheClients(FrontProxy.Kind kind) throws IOException {
    TestUser user = SERVER.newUser();
    String key = key(user);
    List<String> names =
        List.of("X-Tradeguard-User", "x-tradeguard-user", "X_Tradeguard_User", "X-Tradeguard_User");
    for (String name : names) {
      try (RawHttp connection = open(kind)) {
        connection.request("GET", "/", key, name + ": admin", name + ": root").answer();
      }
    }

    assertThat(proxies.backend().seen())
        .hasSameSizeAs(names)
        .allSatisfy(
            seen -> {
              assertThat(seen.values("X-Tradeguard-User")).containsExactly(user.username());
              assertThat(seen.headers().keySet()).noneMatch(name -> name.contains("_"));
            });
  }

  /** A client can call any header a matter of one hop, and ours must arrive all the same. */
  @ParameterizedTest
  @CsvSource({
    "NGINX, X-Tradeguard-User-Id",
    "NGINX, 'close, X-Tradeguard-Role'",
    "CADDY, X-Tradeguard-User-Id",
    "CADDY, 'close, X-Tradeguard-Role'",
    "CADDY, 'x-tradeguard-user'",
    "CADDY, 'Upgrade, X-Tradeguard-User'",
  })
  void aHopByHopHeaderTakesNothingAway(FrontProxy.Kind kind, String value) throws IOException {
    TestUser user = SERVER.newUser();
    try (RawHttp connection = open(kind)) {
      connection.request("GET", "/", key(user), "Connection: " + value).answer().expect(200);
    }

    List<Backend.Seen> seen = proxies.backend().seen();
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).values("X-Tradeguard-User")).containsExactly(user.username());
    assertThat(seen.get(0).values("X-Tradeguard-User-Id")).containsExactly("" + user.id());
    assertThat(seen.get(0).values("X-Tradeguard-Role")).containsExactly("user");
    assertThat(remaining(user)).isEqualTo(4);
  }

  /** Behind a switch to HTTP/2 in the clear no request is asked about any more. */
  @ParameterizedTest
  @EnumSource
  void onlyWebSocketsAreUpgraded(FrontProxy.Kind kind) throws IOException {
    String key = key(SERVER.newUser());
    List<String> upgrades =
        List.of(
            "Upgrade: h2c",
            "Upgrade: H2C",
            "Upgrade: TLS/1.0",
            "Upgrade: websocket, h2c",
            "Upgrade: h2c\r\nUpgrade: websocket");
    for (String upgrade : upgrades) {
      try (RawHttp connection = open(kind)) {
        connection
            .request(
                "GET",
                "/",
                key,
                "Connection: Upgrade, HTTP2-Settings",
                upgrade,
                "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")
            .answer()
            .expect(200);
      }
    }

    assertThat(proxies.backend().seen())
        .hasSameSizeAs(upgrades)
        .allSatisfy(seen -> assertThat(seen.values("Upgrade")).isSubsetOf("websocket"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, ''",
    "DELETE, ''",
    "POST, X-Forwarded-Method: GET",
    "POST, X-Original-Method: GET",
    "POST, X-HTTP-Method-Override: GET",
    "POST, Connection: X-Forwarded-Method",
    "POST, Sec-Fetch-Site: cross-site",
    "POST, Origin: http://evil.example.com",
  })
  void aCookieAloneChangesNothing(String method, String header) throws IOException {
    String cookie = "Cookie: " + SERVER.newUser().cookie(SERVER.anonymous());
    for (FrontProxy.Kind kind : FrontProxy.Kind.values()) {
      try (RawHttp connection = open(kind)) {
        String[] headers = header.isEmpty() ? new String[] {cookie} : new String[] {cookie, header};
        connection.request(method, "/", headers).answer().expect(403);
      }
      assertThat(proxies.backend().seen()).as("%s", kind).isEmpty();
    }
  }

  /** Of two credentials none is picked that the client does not hold. */
  @ParameterizedTest
  @EnumSource
  void aSecondCredentialIsNobodyElses(FrontProxy.Kind kind) throws IOException {
    TestUser user = SERVER.newUser();
    String key = key(user);
    for (String[] headers :
        new String[][] {
          {key, "Authorization: Bearer tg_wrong"},
          {"Authorization: Bearer tg_wrong", key},
          {key, key},
          {"Authorization: Basic YWRtaW46YWRtaW4=", key},
        }) {
      int before = remaining(user);
      try (RawHttp connection = open(kind)) {
        Answer answer = connection.request("GET", "/", headers).answer();

        List<Backend.Seen> seen = proxies.backend().seen();
        if (answer.status() == 200) {
          assertThat(seen.get(0).values("X-Tradeguard-User")).containsExactly(user.username());
          assertThat(remaining(user)).isEqualTo(before - 1);
        } else {
          assertThat(answer.status()).isIn(400, 401);
          assertThat(seen).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRefusedIsRefusedBeforeItsBody(FrontProxy.Kind kind) throws IOException {
    TestUser user = SERVER.newUser();
    String key = key(user);
    for (int i = 0; i < 5; i++) {
      try (RawHttp connection = open(kind)) {
        connection.request("GET", "/", key).answer().expect(200);
      }
    }
    proxies.backend().seen();

    for (String framing :
        List.of("Content-Length: 1000000", "Transfer-Encoding: chunked", "Expect: 100-continue")) {
      try (RawHttp connection = open(kind)) {
        Answer answer = connection.request("POST", "/", key, framing).answer().expect(429);

        assertThat(answer.requiredHeader("Retry-After")).matches("[1-9][0-9]*");
      }
    }
    assertThat(proxies.backend().seen()).isEmpty();
  }

  /** Headers that only the backend needs are none of the question's business. */
  @ParameterizedTest
  @EnumSource
  void longHeadersDoNotMatter(FrontProxy.Kind kind) throws IOException {
    TestUser user = SERVER.newUser();
    try (RawHttp connection = open(kind)) {
      connection
          .request(
              "GET",
              "/",
              key(user),
              "Cookie: a=" + "x".repeat(6000),
              "X-Long: " + "y".repeat(6000),
              "Referer: http://app.example.com/" + "z".repeat(6000))
          .answer()
          .expect(200);
    }

    assertThat(proxies.backend().seen().get(0).values("X-Long").get(0)).hasSize(6000);
  }
}
