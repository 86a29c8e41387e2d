package io.tradeguard.http;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** A user's backtests of Apple's year 2013. */
final class Backtests {
  private final TestUser user;
  private final long file;

  /** Uploads the file. */
  Backtests(TestUser user) {
    this.user = user;
    this.file = user.api().upload("aapl.csv", apple()).expect(201).json().get("id").asLong();
  }

  Answer run(int fast, int slow) {
    return user.api()
        .post(
            "api/backtests",
            Map.of(
                "file_id",
                file,
                "strategy",
                Map.of("type", "sma_crossover", "fast", fast, "slow", slow),
                "initial_cash",
                10_000));
  }

  /** Uses the limit up and returns the refusal. */
  Answer refused() {
    for (int i = 0; i < 5; i++) {
      run(10, 30).expect(200);
    }
    return run(10, 30).expect(429);
  }

  private static byte[] apple() {
    try (InputStream csv =
        Objects.requireNonNull(Backtests.class.getResourceAsStream("/data/aapl_daily_2013.csv"))) {
      return csv.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
