package io.tradeguard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator sees while Redis is away. */
@Tag("browser")
class OutageBrowserIT {
  private static final Duration BOUND = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OUTAGES = 5;

  /** So that the pictures show a node that had something to do. */
  private static final int CALLS = 40;

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
      for (int call = 0; call < CALLS; call++) {
        user.api().get("api/usage").expect(200);
      }
      Duration quickest = PATIENCE;
      for (int outage = 0; outage < OUTAGES && quickest.compareTo(BOUND) > 0; outage++) {
        redis.stop();
        long stopped = System.nanoTime();
        browser.readWithin(PATIENCE, "Degraded: Redis is away");
        Duration seen = Duration.ofNanos(System.nanoTime() - stopped);
        quickest = seen.compareTo(quickest) < 0 ? seen : quickest;
        browser.readWithin(PATIENCE, "Redis is away, deciding from memory");
        browser.readWithin(PATIENCE, "this node");
        browser.photographInBothSchemes("degraded");
        redis.restart();
        browser.readWithin(PATIENCE, "Live from node ");
        browser.readWithin(PATIENCE, "Redis is back, its counts are carried on");
      }
      assertThat(quickest).isLessThanOrEqualTo(BOUND);
    }
  }
}
