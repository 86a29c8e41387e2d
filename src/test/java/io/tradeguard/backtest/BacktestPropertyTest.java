package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BacktestPropertyTest {
  @Property(tries = 300)
  void agreesWithTheReferenceOnAnyPrices(
      @ForAll("prices") List<BigDecimal> closes,
      @ForAll @IntRange(min = 1, max = 6) int fast,
      @ForAll @IntRange(min = 1, max = 10) int more) {
    int slow = Math.min(fast + more, closes.size());
    if (slow <= fast) {
      return;
    }

    BacktestReport report = Samples.backtest(Samples.closes(closes), fast, slow, 1000);

    ReferenceBacktest reference = ReferenceBacktest.run(closes, fast, slow, 1000);
    assertThat(report.trades()).isEqualTo(reference.trades());
    assertThat(report.winRate()).isEqualTo(reference.winRate());
    assertThat(report.maxDrawdown()).isCloseTo(reference.maxDrawdown(), within(1e-9));
    assertThat(report.finalEquity() / reference.finalEquity()).isCloseTo(1, within(1e-9));
  }

  /** Few distinct prices, so that averages are often equal. */
  @Provide
  Arbitrary<List<BigDecimal>> prices() {
    Arbitrary<BigDecimal> few =
        Arbitraries.of("0.1", "0.2", "0.3", "1.1", "7").map(BigDecimal::new);
    Arbitrary<BigDecimal> wide =
        Arbitraries.of("0.1", "0.10000000000000000000000000000001", "0.11", "12345678901234")
            .map(BigDecimal::new);
    Arbitrary<BigDecimal> any =
        Arbitraries.bigDecimals()
            .between(new BigDecimal("0.01"), new BigDecimal("100000"))
            .ofScale(2);
    return Arbitraries.oneOf(
        wide.list().ofMinSize(7).ofMaxSize(60),
        few.list().ofMinSize(7).ofMaxSize(60),
        any.list().ofMinSize(7).ofMaxSize(60));
  }
}
