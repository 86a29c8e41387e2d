package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.marketdata.BarSeries;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ta4j.core.BaseBar;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DecimalNum;
import org.ta4j.core.num.Num;

class SmaCrossoverTest {
  @Test
  void longSeriesAreWhatTheReferenceSays() {
    List<BigDecimal> closes = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      closes.add(BigDecimal.valueOf(10_000 + (i * 7919L) % 997, 2));
    }

    BacktestReport report = Samples.backtest(Samples.closes(closes), 3, 50, 1000);

    ReferenceBacktest reference = ReferenceBacktest.run(closes, 3, 50, 1000);
    assertThat(report.trades()).isEqualTo(reference.trades()).isGreaterThan(10);
  }

  /** ta4j's averages of 64 digits are a second opinion on the exact sums. */
  @Test
  void crossesWhereTheAveragesOfTa4jCross() {
    Num number = DecimalNum.valueOf("0", 64);
    org.ta4j.core.BarSeries theirs = new BaseBarSeriesBuilder().withNumTypeOf(number).build();
    ClosePriceIndicator close = new ClosePriceIndicator(theirs);
    SMAIndicator fast = new SMAIndicator(close, 10);
    SMAIndicator slow = new SMAIndicator(close, 30);
    BarSeries series = Samples.read(Samples.apple2013());
    SmaCrossover ours = new SmaCrossover(series, 10, 30);
    int before = 0;
    int crossings = 0;
    for (int bar = 0; bar < series.size(); bar++) {
      Num value = DecimalNum.valueOf(series.close(bar), 64);
      theirs.addBar(
          new BaseBar(
              Duration.ofDays(1),
              Instant.EPOCH.plus(Duration.ofDays(bar + 1L)).atZone(ZoneOffset.UTC),
              value,
              value,
              value,
              value,
              value.zero(),
              value.zero()));
      int order = fast.getValue(bar).compareTo(slow.getValue(bar));
      Signal expected =
          bar < 30
              ? Signal.HOLD
              : before <= 0 && order > 0
                  ? Signal.ENTER
                  : before >= 0 && order < 0 ? Signal.EXIT : Signal.HOLD;
      before = order;
      assertThat(ours.next(bar)).as("bar %d", bar).isEqualTo(expected);
      crossings += expected == Signal.HOLD ? 0 : 1;
    }
    assertThat(crossings).isGreaterThan(5);
  }
}
