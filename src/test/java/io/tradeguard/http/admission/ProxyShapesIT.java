package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestSetup;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What proxies ask that Debian does not have, replayed with the question of the file that we ship.
 * The shapes are those of Traefik's {@code pkg/middlewares/auth/forward.go} (2.11 and 3), Envoy's
 * {@code ext_authz_http_impl.cc} (1.30 to 1.38) and APISIX's {@code forward-auth.lua} (3.7 to
 * 3.20).
 */
@Tag("gate")
class ProxyShapesIT {
  private final TestServer server = ProxiedServer.get();

  /** Which proxy asks. */
  enum Shape {
    TRAEFIK("traefik/tradeguard.yml", "address: http://127.0.0.1:8080(/\\S+)"),
    ENVOY("envoy/tradeguard.yaml", "path_prefix: (/\\S+)"),
    APISIX("apisix/apisix.yaml", "uri: http://127.0.0.1:8080(/\\S+)");

    private final String file;
    private final Pattern question;

    Shape(String file, String question) {
      this.file = file;
      this.question = Pattern.compile(question);
    }

    /** Returns what the file asks, of category {@code backtest}. */
    private String question() throws IOException {
      Path shipped = TestSetup.serverConfig().resolve(file);
      Matcher found = question.matcher(Files.readString(shipped));
      assertThat(found.find()).isTrue();
      assertThat(found.group(1)).contains("category=default&cost=1&auth=required");
      return found.group(1).replace("category=default", "category=backtest");
    }

    /** Sends what the proxy asks about a client's request. */
    private Answer ask(TestServer server, String method, String path, String client, String... sent)
        throws IOException {
      List<String> headers = new ArrayList<>(List.of(sent));
      headers.add("X-Forwarded-For: " + client);
      headers.add("X-Forwarded-Proto: http");
      boolean byPrefix = this == ENVOY;
      if (byPrefix) {
        headers.add("Content-Length: 0");
        headers.add("X-Envoy-Internal: true");
      } else {
        headers.add("X-Forwarded-Method: " + method);
        headers.add("X-Forwarded-Host: app.example.com");
        headers.add("X-Forwarded-Uri: " + path);
      }
      try (RawHttp connection = RawHttp.open(server.base())) {
        return connection
            .request(
                byPrefix ? method : "GET",
                question() + (byPrefix ? path : ""),
                headers.toArray(String[]::new))
            .answerTo(byPrefix ? method : "GET");
      }
    }
  }

  private static String newAddress() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "198.18." + random.nextInt(256) + "." + random.nextInt(256);
  }

  private static String key(TestUser user) {
    return "Authorization: Bearer " + user.newKey();
  }

  @ParameterizedTest
  @EnumSource
  void aUserIsCountedNamedAndRefused(Shape shape) throws IOException {
    TestUser user = server.newUser();
    String key = key(user);
    for (int left = 4; left >= 0; left--) {
      Answer answer = shape.ask(server, "POST", "/some/path?x=1", newAddress(), key).expect(200);
      assertThat(answer.requiredHeader("X-Tradeguard-User")).isEqualTo(user.username());
      assertThat(answer.requiredHeader("X-Tradeguard-User-Id")).isEqualTo("" + user.id());
      assertThat(answer.requiredHeader("X-Tradeguard-Role")).isEqualTo("user");
      assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=" + left + ";t=");
    }

    Answer refused = shape.ask(server, "POST", "/some/path?x=1", newAddress(), key).expect(429);

    assertThat(refused.requiredHeader("Retry-After")).matches("[1-9][0-9]*");
    assertThat(refused.requiredHeader("RateLimit-Policy")).isEqualTo("\"backtest\";q=5;w=86400");
    assertThat(refused.requiredHeader("Content-Type")).startsWith("application/problem+json");
  }

  @ParameterizedTest
  @EnumSource
  void aStrangerIsCountedByTheAddressThatTheProxySaw(Shape shape) throws IOException {
    String address = newAddress();
    int before = ProxiedServer.remaining(address);

    // What stands left of it the client made up.
    Answer answer =
        shape.ask(server, "GET", "/", "203.0.113.66, 127.0.0.1, " + address).expect(401);

    assertThat(answer.requiredHeader("WWW-Authenticate")).startsWith("Bearer");
    assertThat(ProxiedServer.remaining(address)).isEqualTo(before - 1);
  }

  @ParameterizedTest
  @EnumSource
  void theTrueMethodDecidesWhatACookieMay(Shape shape) throws IOException {
    TestUser user = server.newUser();
    String cookie = user.cookie(server.anonymous());

    shape.ask(server, "GET", "/", newAddress(), "Cookie: " + cookie).expect(200);
    shape.ask(server, "HEAD", "/", newAddress(), "Cookie: " + cookie).expect(200);
    shape.ask(server, "DELETE", "/", newAddress(), "Cookie: " + cookie).expect(403);
    shape.ask(server, "POST", "/", newAddress(), "Cookie: " + cookie).expect(403);
  }

  /** The client's path and query come behind Envoy's prefix: none of them changes the question. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?category=free&cost=1&auth=optional&refusal=403",
        "/&category=default",
        "/?forwarded=&category=default",
        "//x",
        "/../../../health/ready",
        "/..;/..;/..;/health/ready",
        "/%2e%2e/%2e%2e/health/ready",
        "/%2f..%2f..%2fhealth",
        "/a;b=c/d",
        "/a%20b?c=%26category=free",
      })
  void noPathOfAClientsChangesTheQuestionOfEnvoy(String path) throws IOException {
    TestUser user = server.newUser();

    Shape.ENVOY.ask(server, "GET", path, newAddress()).expect(401);
    Answer answer = Shape.ENVOY.ask(server, "GET", path, newAddress(), key(user)).expect(200);

    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=4;t=");
  }

  /** What a server may take for no address at all is refused, by it or by us. */
  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/?a={b}|\"c\"<d>", "/[x]", "/\\x", "/é"})
  void noMalformedPathLetsAStrangerIn(String path) throws IOException {
    assertThat(Shape.ENVOY.ask(server, "GET", path, newAddress()).status()).isIn(400, 401);
  }

  @Test
  void aClientsNamesMeanNothing() throws IOException {
    TestUser user = server.newUser();
    for (Shape shape : Shape.values()) {
      Answer answer =
          shape
              .ask(
                  server,
                  "GET",
                  "/",
                  newAddress(),
                  key(user),
                  "X-Tradeguard-User: admin",
                  "X-Tradeguard-Role: admin",
                  "Forwarded: for=203.0.113.9")
              .expect(200);

      assertThat(answer.headers().get("X-Tradeguard-User")).containsExactly(user.username());
      assertThat(answer.headers().get("X-Tradeguard-Role")).containsExactly("user");
    }
  }
}
