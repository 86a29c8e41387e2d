package io.tradeguard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator sees while Redis is away. */
@Tag("browser")
class OutageBrowserIT {
  private static final Duration BOUND = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int OUTAGES = 5;

  /** For so long the node has something to do, so that the pictures show something. */
  private static final int SECONDS = 6;

  private static final int CALLS_A_SECOND = 4;

  /** A busy machine can make one outage slow to be seen, so the quickest of a few must keep it. */
  @Test
  void theConsoleSaysDegradedWithinThreeSecondsAndThenRecovered() throws Exception {
    try (RealRedis redis = RealRedis.start();
        TestServer server =
            TestServer.builder()
                .withGenerousLimits()
                .with("tradeguard.redis.url", redis.url())
                .start();
        Browser browser = Browser.open(server.base())) {
      browser.logIn("admin", TestServer.ADMIN_PASSWORD).go("admin/overview");
      browser.read("Live from node ");
      browser.read("Redis");
      TestUser user = server.newUser("ann");
      work(user, browser);
      Duration quickest = PATIENCE;
      for (int outage = 0; outage < OUTAGES && quickest.compareTo(BOUND) > 0; outage++) {
        redis.stop();
        long stopped = System.nanoTime();
        browser.readWithin(PATIENCE, "Degraded: Redis is away");
        Duration seen = Duration.ofNanos(System.nanoTime() - stopped);
        quickest = seen.compareTo(quickest) < 0 ? seen : quickest;
        browser.readWithin(PATIENCE, "Redis is away, deciding from memory");
        browser.readWithin(PATIENCE, "this node");
        work(user, browser);
        browser.photographInBothSchemes("degraded");
        browser.go("limits");
        browser.read("Redis is not in use: these counts are this server’s alone.");
        assertThat(browser.await(".live-badge").getText()).isEqualTo("Degraded");
        browser.go("admin/overview");
        redis.restart();
        browser.readWithin(PATIENCE, "Live from node ");
        browser.readWithin(PATIENCE, "Redis is back, its counts are carried on");
      }
      assertThat(quickest).isLessThanOrEqualTo(BOUND);
    }
  }

  /** Calls a little, and more backtests than are allowed, while the charts' time goes on. */
  private static void work(TestUser user, Browser browser) {
    for (int second = 0; second < SECONDS; second++) {
      String before = lastSecond(browser);
      for (int call = 0; call < CALLS_A_SECOND; call++) {
        user.api().get("api/usage").expect(200);
      }
      user.api().post("api/backtests", Map.of());
      Eventually.within(PATIENCE, () -> assertThat(lastSecond(browser)).isNotEqualTo(before));
    }
  }

  private static String lastSecond(Browser browser) {
    return browser.await(".rate .u-legend .u-value").getText();
  }
}
