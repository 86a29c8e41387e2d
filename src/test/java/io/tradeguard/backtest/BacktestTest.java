package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tradeguard.web.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final double EXACT = 1e-9;

  @Test
  void appleIn2013IsWhatTheReferenceSays() {
    byte[] csv = Samples.apple2013();
    List<BigDecimal> closes = Samples.closes(Samples.read(csv));

    BacktestReport report = Samples.backtest(csv, 10, 30, 10_000);

    ReferenceBacktest reference = ReferenceBacktest.run(closes, 10, 30, 10_000);
    assertThat(report.bars()).isEqualTo(252);
    assertThat(report.trades()).isEqualTo(reference.trades()).isPositive();
    assertThat(report.finalEquity()).isCloseTo(reference.finalEquity(), within(1e-6));
    assertThat(report.totalReturn()).isCloseTo(reference.finalEquity() / 10_000 - 1, within(EXACT));
    assertThat(report.maxDrawdown()).isCloseTo(reference.maxDrawdown(), within(EXACT));
    assertThat(report.winRate()).isEqualTo(reference.winRate());
    assertThat(report.buyAndHoldReturn()).isCloseTo(561.02 / 549.03 - 1, within(EXACT));
    assertThat(report.equityCurve()).hasSize(252);
  }

  /** Averages of 1 and 2: bought at 12 after the fall to 8, sold at 9, bought at 10 again. */
  @Test
  void aSeriesByHandBuysAndSellsAtTheCloseOfTheCrossing() {
    byte[] csv = Samples.closes(Samples.prices("10", "8", "12", "9", "10", "15"));

    BacktestReport report = Samples.backtest(csv, 1, 2, 1200);

    assertThat(report.trades()).isEqualTo(2);
    assertThat(report.equityCurve().stream().map(CurvePoint::value))
        .containsExactly(1200.0, 1200.0, 1200.0, 900.0, 900.0, 1350.0);
    assertThat(report.finalEquity()).isEqualTo(1350);
    assertThat(report.totalReturn()).isCloseTo(0.125, within(EXACT));
    assertThat(report.maxDrawdown()).isCloseTo(0.25, within(EXACT));
    assertThat(report.winRate()).isZero();
    assertThat(report.buyAndHoldReturn()).isCloseTo(0.5, within(EXACT));
  }

  @Test
  void equalAveragesAreTheLowerSideOfAnEntryAndTheUpperSideOfAnExit() {
    byte[] csv = Samples.closes(Samples.prices("5", "5", "6", "6", "5", "5"));

    BacktestReport report = Samples.backtest(csv, 1, 2, 600);

    assertThat(report.trades()).isEqualTo(1);
    assertThat(report.finalEquity()).isCloseTo(500, within(EXACT));
  }

  @Test
  void aFlatMarketNeverCrosses() {
    List<BigDecimal> flat = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      flat.add(new BigDecimal("0.1"));
    }

    BacktestReport report = Samples.backtest(Samples.closes(flat), 3, 7, 1000);

    assertThat(report.trades()).isZero();
    assertThat(report.winRate()).isNull();
    assertThat(report.maxDrawdown()).isZero();
    assertThat(report.finalEquity()).isEqualTo(1000);
  }

  @Test
  void asManyBarsAsTheSlowAverageAreEnough() {
    byte[] csv = Samples.closes(Samples.prices("1", "2", "3"));

    assertThat(Samples.backtest(csv, 1, 3, 100).bars()).isEqualTo(3);
  }

  @Test
  void fewerBarsThanTheSlowAverageAreRefused() {
    byte[] csv = Samples.closes(Samples.prices("1", "2"));

    assertThatThrownBy(() -> Samples.backtest(csv, 1, 3, 100))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(422))
        .hasMessage("The file has 2 bars; an average over 3 needs at least as many.");
  }
}
