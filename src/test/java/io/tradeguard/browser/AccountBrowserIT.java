package io.tradeguard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A trader's keys and password in the console. */
@Tag("browser")
class AccountBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final TestServer server = ConsoleServer.get();
  private TestUser user;
  private Browser browser;

  @BeforeEach
  void logIn() {
    user = server.newUser();
    browser = Browser.open(server.base()).logIn(user.username(), user.password());
    browser.press("My account");
    browser.read("No API keys");
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void aKeyIsShownOnceWorksAndStopsWhenItIsDeleted() {
    browser.type("Name of the new key", "robot");
    browser.press("Create key");
    String secret = Objects.requireNonNull(browser.await("dialog .secret").getDomProperty("value"));
    Api robot = server.anonymous().withKey(secret);
    assertThat(robot.get("api/me").expect(200).json().get("username").asText())
        .isEqualTo(user.username());
    browser.press("Done");
    browser.read(secret.substring(0, 8));
    assertThat(browser.text()).doesNotContain(secret);

    browser.press("Delete the key robot");
    browser.read("Delete this key?");
    browser.press("Delete");
    browser.read("No API keys");
    robot.get("api/me").expect(401);
  }

  @Test
  void aPasswordIsChangedOnlyWhenItIsTypedTheSameTwice() {
    String fresh = "a fresh password of mine";
    browser.type("Current password", user.password());
    browser.type("New password", fresh);
    browser.type("New password again", fresh + "!");
    assertThat(browser.field("New password again").getDomProperty("validationMessage"))
        .isEqualTo("The two new passwords differ.");
    browser.type("New password again", fresh);
    browser.press("Change password");
    browser.read("Your password is changed. Your other sessions have ended.");

    Api api = server.anonymous();
    Eventually.within(
        PATIENCE, () -> api.withBasic(user.username(), user.password()).get("api/me").expect(401));
    api.withBasic(user.username(), fresh).get("api/me").expect(200);
  }
}
