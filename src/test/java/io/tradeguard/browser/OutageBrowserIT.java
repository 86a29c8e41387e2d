package io.tradeguard.browser;

import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator sees while Redis is away. */
@Tag("browser")
class OutageBrowserIT {
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
      redis.stop();
      browser.readWithin(Duration.ofSeconds(3), "Degraded: Redis is away");
      redis.restart();
      browser.readWithin(Duration.ofSeconds(10), "Live from node ");
      browser.read("Redis is back, its counts are carried on");
    }
  }
}
