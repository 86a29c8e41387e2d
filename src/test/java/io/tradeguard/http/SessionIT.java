package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's session: who has it, where it comes from, and what ends it. */
@UsesSharedServer
class SessionIT {
  private static final String NEW_PASSWORD = "another password of mine";

  private final TestServer server = TestServer.shared();
  private TestUser user;

  @BeforeEach
  void createUser() {
    user = server.newUser();
  }

  @Test
  void itsCookieIsForThisServiceAlone() {
    String cookie = logIn(server.anonymous(), user.password()).requiredHeader("Set-Cookie");
    String root = server.base().getPath();

    assertThat(cookie)
        .contains("; HttpOnly", "; SameSite=Strict", "; Max-Age=43200")
        .contains("; Path=" + (root.equals("/") ? "/" : root.substring(0, root.length() - 1)) + ";")
        .doesNotContain("; Secure");
  }

  @Test
  void itsCookieIsSecureBehindAProxyThatEndsTls() {
    Api browser = server.anonymous().withHeader("Origin", "https://" + authority());

    assertThat(logIn(browser, user.password()).requiredHeader("Set-Cookie")).contains("; Secure");
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, same-origin, 404",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, none, 403",
    "Origin, http://HERE, 404",
    "Origin, http://elsewhere.example, 403",
    "Origin, null, 403",
    "X-Nothing, said, 403"
  })
  void anUnsafeCallMustBeProvenToComeFromThisSite(String header, String value, int status) {
    Api browser = session().withHeader(header, value.replace("HERE", authority()));

    browser.delete("api/files/1000000").expect(status);
    browser.get("api/me").expect(200);
  }

  @Test
  void aForeignPageLogsNobodyIn() {
    Api foreign = server.anonymous().withHeader("Sec-Fetch-Site", "cross-site");

    Answer answer = logIn(foreign, user.password());

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void aWrongPasswordIsNoSession() {
    Answer answer = logIn(server.anonymous(), "not the password");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Set-Cookie")).isEmpty();
    assertThat(answer.requiredHeader("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void loggingOutEndsIt() {
    Api browser = session();
    Answer answer = browser.withHeader("Sec-Fetch-Site", "same-origin").delete("api/session");

    assertThat(answer.expect(204).requiredHeader("Set-Cookie")).contains("Max-Age=0");
    browser.get("api/me").expect(401);
  }

  @Test
  void aNewPasswordEndsEverySessionButTheOneThatSetIt() {
    Api other = session();
    Api mine = session();

    mine.withHeader("Sec-Fetch-Site", "same-origin")
        .put("api/me/password", Map.of("current", user.password(), "new", NEW_PASSWORD))
        .expect(204);

    other.get("api/me").expect(401);
    mine.get("api/me").expect(200);
  }

  @Test
  void disablingAUserEndsIt() {
    Api browser = session();

    server.admin().patch("api/admin/users/" + user.id(), Map.of("enabled", false)).expect(200);

    browser.get("api/me").expect(401);
  }

  private Api session() {
    String cookie = logIn(server.anonymous(), user.password()).requiredHeader("Set-Cookie");
    return server.anonymous().withHeader("Cookie", cookie.substring(0, cookie.indexOf(';')));
  }

  private Answer logIn(Api caller, String password) {
    return caller.post("api/session", Map.of("username", user.username(), "password", password));
  }

  private String authority() {
    return server.base().getAuthority();
  }
}
