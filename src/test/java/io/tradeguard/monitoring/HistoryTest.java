package io.tradeguard.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.testing.MonitoringFixture;
import io.tradeguard.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final MutableClock clock = new MutableClock(START);
  private final History history = new History(List.of("default", "backtest"), clock);

  @Test
  void tellsWhatWasDecidedInEachWholeSecond() {
    decide("backtest", Outcome.ALLOWED, 2);
    decide("backtest", Outcome.REFUSED, 1);
    decide("unknown", Outcome.ALLOWED, 1);
    history.note(Source.REDIS, 0.5);
    clock.advance(Duration.ofSeconds(2));
    decide("default", Outcome.SHADOWED, 1);

    assertThat(history.last(60))
        .containsExactly(
            new SecondCounts(
                START, "redis", 0.5, List.of(new CategoryCounts("backtest", 2, 1, 0, 0))));
    clock.advance(Duration.ofSeconds(1));
    assertThat(history.last(1))
        .containsExactly(
            new SecondCounts(
                START.plusSeconds(2),
                "local",
                null,
                List.of(new CategoryCounts("default", 0, 0, 1, 0))));
  }

  @Test
  void keepsFifteenMinutesAndNoMore() {
    for (int i = 0; i < 2000; i++) {
      decide("default", Outcome.ALLOWED, 1);
      clock.advance(Duration.ofSeconds(1));
    }

    List<SecondCounts> all = history.last(10_000);

    assertThat(all).hasSize(History.SECONDS - 1);
    assertThat(all.get(0).time()).isEqualTo(START.plusSeconds(2000 - History.SECONDS + 1));
  }

  @Test
  void losesNoDecisionOfManyThreads() {
    CompletableFuture.allOf(
            IntStream.range(0, 8)
                .mapToObj(
                    i ->
                        CompletableFuture.runAsync(() -> decide("default", Outcome.ALLOWED, 5_000)))
                .toArray(CompletableFuture[]::new))
        .join();
    clock.advance(Duration.ofSeconds(1));

    assertThat(history.last(1).get(0).decisions())
        .containsExactly(new CategoryCounts("default", 40_000, 0, 0, 0));
  }

  private void decide(String category, Outcome outcome, int times) {
    for (int i = 0; i < times; i++) {
      history.decided(
          MonitoringFixture.decision(LimitKey.user(1, category), outcome, Source.REDIS));
    }
  }
}
