package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmaCrossoverTest {
  /** More bars than are kept: what is dropped must not change what the averages say. */
  @Test
  void droppingOldBarsChangesNothing() {
    List<BigDecimal> closes = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      closes.add(BigDecimal.valueOf(10_000 + (i * 7919L) % 997, 2));
    }

    BacktestReport report = Samples.backtest(Samples.closes(closes), 3, 50, 1000);

    ReferenceBacktest reference = ReferenceBacktest.run(closes, 3, 50, 1000);
    assertThat(report.trades()).isEqualTo(reference.trades()).isGreaterThan(10);
  }
}
