package io.tradeguard.backtest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contract's strategy written down as naively as possible: every average summed anew, compared
 * as whole fractions.
 */
record ReferenceBacktest(
    int trades, double finalEquity, double maxDrawdown, @Nullable Double winRate) {

  static ReferenceBacktest run(List<BigDecimal> closes, int fast, int slow, double initialCash) {
    double cash = initialCash;
    double shares = 0;
    double spent = 0;
    int trades = 0;
    int closed = 0;
    int won = 0;
    List<Double> curve = new ArrayList<>(List.of(initialCash));
    for (int i = 0; i < closes.size(); i++) {
      double close = closes.get(i).doubleValue();
      if (i >= slow) {
        int before = order(closes, i - 1, fast, slow);
        int now = order(closes, i, fast, slow);
        if (before <= 0 && now > 0 && shares == 0) {
          spent = cash;
          shares = cash / close;
          cash = 0;
          trades++;
        } else if (before >= 0 && now < 0 && shares > 0) {
          cash = shares * close;
          shares = 0;
          closed++;
          won += cash > spent ? 1 : 0;
        }
      }
      curve.add(cash + shares * close);
    }
    double drawdown = 0;
    for (int i = 0; i < curve.size(); i++) {
      for (int j = i; j < curve.size(); j++) {
        drawdown = Math.max(drawdown, (curve.get(i) - curve.get(j)) / curve.get(i));
      }
    }
    return new ReferenceBacktest(
        trades, curve.get(curve.size() - 1), drawdown, closed == 0 ? null : (double) won / closed);
  }

  /** Compares sum/fast with sum/slow without dividing. */
  private static int order(List<BigDecimal> closes, int end, int fast, int slow) {
    return sum(closes, end, fast)
        .multiply(BigDecimal.valueOf(slow))
        .compareTo(sum(closes, end, slow).multiply(BigDecimal.valueOf(fast)));
  }

  private static BigDecimal sum(List<BigDecimal> closes, int end, int count) {
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal close : closes.subList(end - count + 1, end + 1)) {
      sum = sum.add(close);
    }
    return sum;
  }
}
