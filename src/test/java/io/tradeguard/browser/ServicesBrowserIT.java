package io.tradeguard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.TestServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator does in the console about services and those whom they ask about. */
@Tag("browser")
class ServicesBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PASSWORD = "a long password";

  private final TestServer server = ConsoleServer.get();
  private final Browser browser =
      Browser.open(server.base()).logIn("admin", TestServer.ADMIN_PASSWORD);

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void aServiceIsCreatedConfinedAndLetGo() {
    String name = "service" + System.nanoTime();
    browser.go("admin/users");
    browser.press("New user");
    browser.type("User name", name);
    browser.type("Password", PASSWORD);
    assertThat(browser.field("Categories").isDisplayed()).isFalse();
    browser.choose("Role", "service");
    browser.type("Categories", "backtest, default");
    browser.press("Create user");
    Eventually.within(PATIENCE, () -> assertThat(browser.await("h1").getText()).isEqualTo(name));
    assertThat(browser.field("Categories").getDomProperty("value")).isEqualTo("backtest, default");
    browser.photographInBothSchemes("service");

    browser.type("Categories", "nothing");
    browser.press("Save categories");
    browser.read("which is no rate limit");
    browser.type("Categories", "backtest");
    browser.press("Save categories");
    browser.read("The categories are saved.");

    Api service = server.anonymous().withBasic(name, PASSWORD);
    Map<String, Object> lease =
        Map.of(
            "subject", Map.of("type", "org", "id", name), "category", "backtest", "seconds", 600);
    Eventually.within(PATIENCE, () -> service.post("api/admissions/leases", lease).expect(201));
    browser.go("admin/explain");
    browser.choose("Who", "Other subject, as type:id");
    browser.type("Name, number or address", "org:" + name);
    browser.choose("Category", "backtest");
    browser.press("Explain");
    browser.read("1 of 2 at once");
  }

  @Test
  void aSubjectGetsALimitOfItsOwnAndLosesIt() {
    String org = "org" + System.nanoTime();
    browser.go("admin/subjects");
    browser.type("Id", org);
    browser.choose("Category", "backtest");
    browser.type("Requests", "1000");
    browser.press("Set limit");
    browser.read(org);
    browser.read("1,000 per minute");
    browser.photographInBothSchemes("subjects");

    String withdraw = "Use the default of backtest for org " + org;
    browser.press(withdraw);

    browser.awaitNone("[aria-label='" + withdraw + "']");
    browser.go("admin/audit");
    browser.read("subject org:" + org);
  }
}
