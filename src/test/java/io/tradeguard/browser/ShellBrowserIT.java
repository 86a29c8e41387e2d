package io.tradeguard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What all views have in common: the keyboard, the address, the session, and a server away. */
@Tag("browser")
class ShellBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** More than there are stops on any view of this test. */
  private static final int STOPS = 40;

  private final TestServer server = ConsoleServer.get();
  private TestUser user;
  private Browser browser;

  @BeforeEach
  void open() {
    user = server.newUser();
    user.api()
        .upload("bars.csv", ConsoleServer.aapl().getBytes(StandardCharsets.UTF_8))
        .expect(201);
    browser = Browser.open(server.base());
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void everythingIsReachedAndDoneByKeyboard() {
    awaitFocus("User name");
    browser.keys(user.username(), Keys.TAB, user.password(), Keys.ENTER);
    browser.read("1 of 50 files");

    tabTo("Skip to content");
    browser.keys(Keys.ENTER);
    tabTo("Choose files");
    tabTo("Delete bars.csv");
    browser.keys(Keys.ENTER);
    browser.read("Delete this file?");
    awaitFocus("Cancel");
    browser.keys(Keys.ESCAPE);
    awaitFocus("Delete bars.csv");

    browser.run("document.activeElement.blur(); document.querySelector('.skip').focus()");
    tabTo("My limits");
    browser.keys(Keys.ENTER);
    browser.read("Every call counts");
    awaitFocus("My limits");
    assertThat(browser.focused().getTagName()).isEqualTo("h1");
  }

  private void tabTo(String name) {
    for (int stop = 0; stop < STOPS; stop++) {
      browser.keys(Keys.TAB);
      if (name.equals(browser.focused().getAccessibleName())) {
        return;
      }
    }
    throw new AssertionError("The tab key does not lead to '" + name + "'");
  }

  private void awaitFocus(String name) {
    Eventually.within(
        PATIENCE, () -> assertThat(browser.focused().getAccessibleName()).isEqualTo(name));
  }

  @Test
  void theAddressNamesTheView() {
    browser.logIn(user.username(), user.password());
    browser.press("My limits");
    browser.read("Every call counts");
    browser.reload();
    browser.read("Every call counts");
    browser.back();
    browser.read("1 of 50 files");
    browser.go("admin/overview");
    browser.read("1 of 50 files");
    assertThat(browser.text()).doesNotContain("Operate");
  }

  @Test
  void anEndedSessionAsksForALoginAndGoesOnWhereItWas() {
    String password = "a password set by the admin";
    browser.logIn(user.username(), user.password());
    server.admin().patch("api/admin/users/" + user.id(), Map.of("password", password)).expect(200);
    browser.press("My account");
    browser.read("Your session has ended. Log in again.");
    browser.logIn(user.username(), password);
    browser.read("Logged in as " + user.username());
    browser.press("Log out");
    browser.read("You are logged out.");
    browser.reload();
    browser.await("form");
    assertThat(browser.text()).doesNotContain(user.username());
  }

  @Test
  void aWrongPasswordIsRefusedInTheServersWords() {
    browser.type("User name", user.username());
    browser.type("Password", "not the password");
    browser.press("Log in");
    browser.read("Not recognised");
    assertThat(browser.field("Password").getDomProperty("value")).isEmpty();
    awaitFocus("Password");
  }

  @Test
  void withoutTheServerAViewSaysSoAndTriesAgain() {
    browser.logIn(user.username(), user.password());
    browser.read("1 of 50 files");
    browser.disconnect(true);
    browser.press("My account");
    browser.read("No answer");
    browser.read("The server cannot be reached.");
    browser.photographInBothSchemes("unreachable");
    browser.disconnect(false);
    browser.press("Try again");
    browser.read("No API keys");
    assertThat(browser.text()).doesNotContain("No answer");
  }

  @Test
  void anotherSitesAddressesAndScriptsStayOut() {
    browser.logIn(user.username(), user.password());
    Object refused =
        browser.valueLater(
            """
            const done = arguments[arguments.length - 1];
            const refused = [];
            const attempt = (name, act) => {
              try {
                act();
              } catch {
                refused.push(name);
              }
            };
            attempt('markup', () => (document.body.innerHTML = '<b>markup</b>'));
            attempt('script', () => (document.createElement('script').textContent = 'document.title = "broken"'));
            fetch('http://127.0.0.1:9/', { mode: 'no-cors' }).catch(() => refused.push('address')).then(() => done(refused));
            """);
    assertThat(refused).isEqualTo(List.of("markup", "script", "address"));
    assertThat(browser.complaints()).anyMatch(line -> line.contains("connect-src"));
  }
}
