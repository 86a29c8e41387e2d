package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.marketdata.BarSeries;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EquityCurveTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 499, 500, 501, 999, 1000, 1001, 123_457})
  void keepsAtMost500PointsWithTheFirstAndTheLast(int bars) {
    BarSeries series = Samples.seconds(bars);
    EquityCurve curve = new EquityCurve(1);
    for (int i = 0; i < bars; i++) {
      curve.add(i, i + 1.0, i + 2.0);
    }

    List<CurvePoint> points = curve.equity(series);
    assertThat(points).hasSizeBetween(Math.min(bars, 250), Math.min(bars, 500));
    assertThat(points.get(0).time()).isEqualTo(series.time(0));
    assertThat(points.get(points.size() - 1).time()).isEqualTo(series.time(bars - 1));
    assertThat(points).isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
    assertThat(curve.closes(series))
        .extracting(CurvePoint::time)
        .isEqualTo(points.stream().map(CurvePoint::time).toList());
  }
}
