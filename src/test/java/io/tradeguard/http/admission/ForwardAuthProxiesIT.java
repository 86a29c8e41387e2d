package io.tradeguard.http.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forward auth by the files that we ship, in Debian's nginx and Caddy before the real WAR. */
@Tag("gate")
@Order(1)
class ForwardAuthProxiesIT {
  private static final TestServer SERVER = ProxiedServer.get();
  private static FrontProxies strict;
  private static FrontProxies open;

  @BeforeAll
  static void start() throws IOException {
    strict = new FrontProxies("category=backtest&cost=1&auth=required");
    open = new FrontProxies("category=backtest&auth=optional");
  }

  @AfterAll
  static void stop() {
    strict.close();
    open.close();
  }

  @BeforeEach
  void forget() {
    strict.backend().seen();
    open.backend().seen();
  }

  private static FrontProxy strict(FrontProxy.Kind kind) {
    return strict.get(kind);
  }

  private static Api as(TestUser user, FrontProxy proxy) {
    return proxy.anonymous().withKey(user.newKey());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAdmittedReachesTheBackendWithItsUser(FrontProxy.Kind kind) {
    TestUser user = SERVER.newUser();
    Api api = as(user, strict(kind));

    Answer answer =
        api.send("POST", "some/path?x=1", BodyPublishers.ofString("the body")).expect(200);

    assertThat(answer.requiredHeader("RateLimit-Policy")).isEqualTo("\"backtest\";q=5;w=86400");
    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=4;t=");
    List<Backend.Seen> seen = strict.backend().seen();
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
    Api api = as(SERVER.newUser(), strict(kind));
    for (int i = 0; i < 5; i++) {
      api.get("a").expect(200);
    }
    strict.backend().seen();

    Answer answer = api.get("a").expect(429);

    assertThat(answer.requiredHeader("Retry-After")).matches("[1-9][0-9]*");
    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=0;t=");
    assertThat(answer.requiredHeader("RateLimit-Policy")).isEqualTo("\"backtest\";q=5;w=86400");
    assertThat(answer.requiredHeader("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(429);
    assertThat(strict.backend().seen()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aStrangerHasNoNameAndOneAddress(FrontProxy.Kind kind) throws IOException {
    int before = Integer.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      try (RawHttp connection = RawHttp.open(open.get(kind).guarded())) {
        Answer answer =
            connection
                .request(
                    "GET",
                    "/",
                    "X-Forwarded-For: 203.0.113." + i,
                    "X-Forwarded-For: 127.0.0.1, 203.0.113." + i,
                    "Forwarded: for=203.0.113." + i,
                    "X-Real-IP: 203.0.113." + i,
                    "X-Tradeguard-User: admin",
                    "X-Tradeguard-User-Id: 1",
                    "X-Tradeguard-Role: admin")
                .answer();

        assertThat(answer.status()).isEqualTo(200);
        int remaining = remaining(answer);
        assertThat(remaining).isLessThan(before);
        before = remaining;
      }
    }

    assertThat(open.backend().seen())
        .hasSize(4)
        .allSatisfy(
            seen -> {
              assertThat(seen.values("X-Tradeguard-User")).isEmpty();
              assertThat(seen.values("X-Tradeguard-User-Id")).isEmpty();
              assertThat(seen.values("X-Tradeguard-Role")).isEmpty();
            });
  }

  private static int remaining(Answer answer) {
    Matcher fields =
        Pattern.compile("\"anonymous\";r=([0-9]+);t=[0-9]+")
            .matcher(answer.requiredHeader("RateLimit"));
    assertThat(fields.matches()).isTrue();
    return Integer.parseInt(fields.group(1));
  }

  @ParameterizedTest
  @EnumSource
  void aCookieAloneChangesNothingBehindAProxyEither(FrontProxy.Kind kind) {
    TestUser user = SERVER.newUser();
    String cookie = user.cookie(Api.anonymous(strict(kind).own()));
    Api api = strict(kind).anonymous().withHeader("Cookie", cookie);

    api.get("a").expect(200);
    api.send("POST", "a", BodyPublishers.noBody()).expect(403);

    assertThat(strict.backend().seen()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalOfTheBackendsOwnStaysItsOwn(FrontProxy.Kind kind) {
    Answer answer = as(SERVER.newUser(), strict(kind)).get("forbidden").expect(403);

    assertThat(answer.body()).isEmpty();
  }
}
