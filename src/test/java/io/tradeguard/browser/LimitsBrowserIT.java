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

/** A trader's limits in the console. */
@Tag("browser")
class LimitsBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Backtests that the user may run in {@link #PERIOD}. */
  private static final int RUNS = 2;

  /** Seconds, few enough for a test to wait for their end. */
  private static final int PERIOD = 30;

  private final TestServer server = ConsoleServer.get();
  private TestUser user;
  private Browser browser;

  @BeforeEach
  void logIn() {
    user = server.newUser();
    server
        .admin()
        .patch(
            "api/admin/users/" + user.id(),
            Map.of("rate_limits", Map.of("backtest", Map.of("limit", RUNS, "period", PERIOD))))
        .expect(200);
    user.api()
        .upload("bars.csv", ConsoleServer.aapl().getBytes(StandardCharsets.UTF_8))
        .expect(201);
    browser = Browser.open(server.base()).logIn(user.username(), user.password());
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void theRunAfterTheLastIsRefusedUntilItsTimeIsUp() {
    browser.press("Backtest bars.csv");
    for (int run = 1; run <= RUNS; run++) {
      browser.press("Run backtest");
      browser.read("Total return");
      Eventually.within(
          PATIENCE,
          () ->
              assertThat(browser.button("Run backtest").getDomAttribute("aria-disabled")).isNull());
    }
    browser.press("Run backtest");
    browser.read("Refused by the limit “backtest”");
    browser.read("Rate limit exceeded. Retry in ");
    browser.read("You can try again in ");
    assertThat(browser.button("Run backtest").getDomAttribute("aria-disabled")).isEqualTo("true");
    browser.photographInBothSchemes("refused");
    browser.readWithin(Duration.ofSeconds(PERIOD + 10), "You can try again now.");
    browser.press("Run backtest");
    Eventually.within(PATIENCE, () -> assertThat(browser.all(".form .notice")).isEmpty());
    browser.read("Total return");
  }

  @Test
  void remainingRequestsAndTheirResetCountDown() {
    browser.press("Backtest bars.csv");
    browser.press("Run backtest");
    browser.read("Total return");
    browser.go("limits");
    browser.read("1 of 2 left");
    browser.read("2 per " + PERIOD + " s · Fixed window · counted in Redis");
    String before = resetOf("backtest");
    assertThat(before).startsWith("resets in ");
    Eventually.within(PATIENCE, () -> assertThat(resetOf("backtest")).isNotEqualTo(before));
    Eventually.within(
        Duration.ofSeconds(PERIOD + 10L), () -> browser.readWithin(Duration.ZERO, "2 of 2 left"));
  }

  private String resetOf(String category) {
    return browser.all(".limit").stream()
        .filter(row -> row.getText().startsWith(category))
        .findFirst()
        .map(row -> row.findElement(org.openqa.selenium.By.cssSelector(".meter-note")).getText())
        .orElseThrow();
  }
}
