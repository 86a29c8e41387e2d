package io.tradeguard.browser;

import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The server whose console the tests look at: with a Redis, and below a context root. */
final class ConsoleServer {
  /** Backtests that a user may run in {@link #BACKTEST_PERIOD}. */
  static final int BACKTESTS = 5;

  /** Seconds; longer than any test, so that none meets its end by being slow. */
  static final int BACKTEST_PERIOD = 3600;

  private static final RealRedis REDIS = RealRedis.start();
  private static final TestServer SERVER =
      TestServer.builder()
          .withGenerousLimits()
          .with("tradeguard.redis.url", REDIS.url())
          .with("tradeguard.rate-limit.backtest.period", BACKTEST_PERIOD)
          .at("guard")
          .start();

  private ConsoleServer() {}

  /** Returns the server, started when first asked for and ended with the test JVM. */
  static TestServer get() {
    return SERVER;
  }

  /** Returns the daily bars of AAPL in 2013. */
  static String aapl() {
    try (InputStream file =
        Objects.requireNonNull(
            ConsoleServer.class.getResourceAsStream("/data/aapl_daily_2013.csv"),
            "aapl_daily_2013.csv")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
