package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EquityCurveTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 499, 500, 501, 999, 1000, 1001, 123_457})
  void keepsAtMost500PointsWithTheFirstAndTheLast(int bars) {
    EquityCurve curve = new EquityCurve(1);
    for (int i = 0; i < bars; i++) {
      curve.add(Instant.ofEpochSecond(i), i + 1.0);
    }

    List<EquityPoint> points = curve.points();
    assertThat(points).hasSizeBetween(Math.min(bars, 250), Math.min(bars, 500));
    assertThat(points.get(0).time()).isEqualTo(Instant.EPOCH);
    assertThat(points.get(points.size() - 1).time()).isEqualTo(Instant.ofEpochSecond(bars - 1L));
    assertThat(points).isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
  }
}
