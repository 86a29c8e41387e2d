package io.tradeguard.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.monitoring.RecordedDecision;
import io.tradeguard.monitoring.Recording;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final LimitKey ANN = LimitKey.user(1, "backtest");
  private static final LimitKey BOB = LimitKey.user(2, "backtest");

  private final List<RecordedDecision> decisions = new ArrayList<>();

  @Test
  void tellsWhoWouldHaveBeenRefusedByATighterLimit() {
    decide(ANN, 5, false);
    decide(BOB, 2, false);

    Simulation.Outcome outcome = run(LimitPolicy.fixedWindow(3, 60));

    assertThat(outcome.decisions()).isEqualTo(7);
    assertThat(outcome.keys()).isEqualTo(2);
    assertThat(outcome.refusedRecorded()).isZero();
    assertThat(outcome.refusedSimulated()).isEqualTo(2);
    assertThat(outcome.newlyRefused())
        .isEqualTo(new Simulation.Difference(2, 1, List.of(new Simulation.Caller(ANN, 2))));
    assertThat(outcome.newlyAllowed()).isEqualTo(new Simulation.Difference(0, 0, List.of()));
  }

  @Test
  void tellsWhoWouldHavePassedALooserLimit() {
    decide(ANN, 5, false);
    decide(ANN, 3, true);

    Simulation.Outcome outcome = run(LimitPolicy.fixedWindow(7, 60));

    assertThat(outcome.refusedRecorded()).isEqualTo(3);
    assertThat(outcome.refusedSimulated()).isEqualTo(1);
    assertThat(outcome.newlyAllowed().keys()).containsExactly(new Simulation.Caller(ANN, 2));
    assertThat(outcome.newlyRefused().decisions()).isZero();
  }

  @Test
  void takesTimeFromTheRecordingAndNotFromTheClock() {
    for (int minute = 0; minute < 10; minute++) {
      decisions.add(new RecordedDecision(START + minute * 60_000L, ANN, 1, false));
    }

    assertThat(run(LimitPolicy.fixedWindow(1, 60)).refusedSimulated()).isZero();
    assertThat(run(LimitPolicy.fixedWindow(1, 120)).refusedSimulated()).isEqualTo(5);
  }

  @Test
  void countsWeights() {
    decisions.add(new RecordedDecision(START, ANN, 4, false));
    decisions.add(new RecordedDecision(START + 1, ANN, 4, false));

    assertThat(run(LimitPolicy.fixedWindow(7, 60)).refusedSimulated()).isEqualTo(1);
  }

  @Test
  void nothingRecordedIsNothingRefused() {
    assertThat(run(LimitPolicy.fixedWindow(1, 60)).decisions()).isZero();
  }

  private void decide(LimitKey key, int times, boolean refused) {
    for (int i = 0; i < times; i++) {
      decisions.add(new RecordedDecision(START + decisions.size(), key, 1, refused));
    }
  }

  private Simulation.Outcome run(LimitPolicy policy) {
    return Simulation.run(
        new Recording(
            1,
            Instant.ofEpochMilli(START),
            Instant.ofEpochMilli(START).plusSeconds(3600),
            decisions),
        policy);
  }
}
