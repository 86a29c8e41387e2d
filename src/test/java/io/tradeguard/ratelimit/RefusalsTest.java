package io.tradeguard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.web.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  @Test
  void aRefusalSaysWhichLimitAndForHowLong() {
    Problem problem =
        Refusals.of(
            "backtest",
            new Decision(
                Outcome.REFUSED, List.of(new WindowState(5, 60, 0, 42, true)), 42, Source.REDIS));

    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.detail()).isEqualTo("Rate limit exceeded. Retry in 42 seconds.");
    assertThat(problem.type())
        .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
    assertThat(problem.headers()).containsExactly(Map.entry("Retry-After", "42"));
    assertThat(problem.members())
        .containsExactly(
            Map.entry("category", "backtest"),
            Map.entry("limit", 5),
            Map.entry("period", 60),
            Map.entry("violated-policies", List.of("backtest")));
  }

  @Test
  void ofSeveralWindowsTheOneThatWaitsLongestIsNamed() {
    Problem problem =
        Refusals.of(
            "backtest",
            new Decision(
                Outcome.REFUSED,
                List.of(
                    new WindowState(5, 60, 0, 42, true),
                    new WindowState(50, 3600, 7, 1000, false),
                    new WindowState(100, 86_400, 0, 9000, true)),
                9000,
                Source.REDIS));

    assertThat(problem.members())
        .containsEntry("limit", 100)
        .containsEntry("period", 86_400)
        .containsEntry("violated-policies", List.of("backtest-60", "backtest-86400"));
  }

  @Test
  void whatCannotBeCheckedIsUnavailable() {
    Problem problem =
        Refusals.of("backtest", new Decision(Outcome.UNAVAILABLE, List.of(), 1, Source.LOCAL));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.type())
        .isEqualTo("https://iana.org/assignments/http-problem-types#temporary-reduced-capacity");
    assertThat(problem.headers()).containsEntry("Retry-After", "1");
    assertThat(problem.members()).isEmpty();
  }
}
