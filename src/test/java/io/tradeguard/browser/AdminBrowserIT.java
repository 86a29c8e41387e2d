package io.tradeguard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator sees and does in the console. */
@Tag("browser")
class AdminBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final TestServer server = ConsoleServer.get();
  private TestUser user;
  private long file;
  private Browser browser;

  @BeforeEach
  void logIn() {
    user = server.newUser();
    file =
        user.api()
            .upload("bars.csv", ConsoleServer.aapl().getBytes(StandardCharsets.UTF_8))
            .expect(201)
            .json()
            .get("id")
            .asLong();
    browser = Browser.open(server.base()).logIn("admin", TestServer.ADMIN_PASSWORD);
  }

  @AfterEach
  void close() {
    browser.close();
  }

  private int backtest() {
    return user.api()
        .post(
            "api/backtests",
            Map.of(
                "file_id",
                file,
                "strategy",
                Map.of("type", "sma_crossover", "fast", 10, "slow", 30),
                "initial_cash",
                10_000))
        .status();
  }

  private void exhaust() {
    Eventually.within(PATIENCE, Duration.ZERO, () -> assertThat(backtest()).isEqualTo(429));
  }

  @Test
  void refusalsAppearLiveAndARaisedLimitLetsTheUserPass() {
    browser.go("admin/overview");
    browser.read("Live from node ");
    exhaust();
    browser.read(user.username() + " refused by backtest");
    browser.press("Users");
    browser.type("Search by name", user.username());
    browser.press(user.username());
    browser.choose("Category", "backtest");
    browser.type("Requests", "1000");
    browser.type("Period (seconds)", "60");
    browser.press("Set limit");
    browser.read("The limit “backtest” is now 1,000 per minute");
    Eventually.within(PATIENCE, () -> assertThat(backtest()).isEqualTo(200));
  }

  @Test
  void aCounterIsResetFromTheHotKeys() {
    exhaust();
    assertThat(backtest()).isEqualTo(429);
    browser.go("admin/keys");
    browser.choose("Category", "backtest");
    String key = "rate_limit:user:" + user.id() + ":backtest";
    browser.press("Reset " + key);
    browser.read("Reset this counter?");
    browser.press("Reset");
    Eventually.within(PATIENCE, () -> assertThat(browser.all("dialog")).isEmpty());
    Eventually.within(PATIENCE, () -> assertThat(backtest()).isEqualTo(200));
    browser.go("admin/audit");
    browser.read(key);
  }

  @Test
  void anExplanationNamesThePolicyThatRefuses() {
    exhaust();
    browser.go("admin/explain");
    browser.type("Name, number or address", user.username());
    browser.choose("Category", "backtest");
    browser.press("Explain");
    browser.read("The next request is refused");
    browser.read("the default of the category");
    browser.read("rate_limit:user:" + user.id() + ":backtest");
    browser.go("admin/keys");
    browser.choose("Category", "backtest");
    browser.press("Explain rate_limit:user:" + user.id() + ":backtest");
    browser.read("The next request is refused");
    browser.read(user.username() + " (number " + user.id() + ")");
  }

  @Test
  void aSimulationTellsWhoWouldHaveBeenRefused() {
    for (int run = 0; run < 3; run++) {
      assertThat(backtest()).isEqualTo(200);
    }
    browser.go("admin/simulate");
    browser.choose("Category", "anonymous");
    browser.choose("Recorded in", "Between two times");
    browser.run(
        """
        document.querySelector('[name=from]').value = '2013-01-02T00:00:00';
        document.querySelector('[name=to]').value = '2013-01-03T00:00:00';
        """);
    browser.press("Simulate");
    browser.read("Nothing recorded");
    browser.choose("Recorded in", "Last hour");
    browser.choose("Category", "backtest");
    browser.type("Requests", "1");
    browser.type("Period (seconds)", "3600");
    browser.press("Simulate");
    browser.read("Would have been refused");
    browser.read(user.username());
  }

  @Test
  void aUserIsCreatedAndDisabledAndMarkupInTheNameIsText() {
    String name = "<img src=x onerror=document.title='broken'>" + System.nanoTime();
    browser.go("admin/users");
    browser.press("New user");
    browser.type("User name", name);
    browser.type("Password", "a long password");
    browser.press("Create user");
    Eventually.within(PATIENCE, () -> assertThat(browser.await("h1").getText()).isEqualTo(name));
    browser.field("May log in").click();
    browser.press("Save access");
    browser.read("The access is saved.");
    browser.read(", disabled, created");
    browser.go("admin/audit");
    browser.read(name);
    assertThat(browser.all("main img")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }
}
