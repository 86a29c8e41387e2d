package io.tradeguard.backtest;

import io.tradeguard.marketdata.BarSeries;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The sums of the last closes over two periods, exact to the last digit, as whole numbers in units
 * of the last decimal that the series has. A bar costs the same whatever the periods.
 */
interface MovingSums {
  /** Takes the next bar of the series. */
  void add(int bar);

  /** Returns whether the average over the first period is below, equal to or above the second's. */
  int compareAverages();

  /**
   * Sums at their start: in a {@code long} where no sum times a period can exceed it.
   *
   * @param fast the first period in bars
   * @param slow the second
   */
  static MovingSums of(BarSeries series, int fast, int slow) {
    BigInteger most =
        BigInteger.TEN.pow(series.digits()).multiply(BigInteger.valueOf((long) fast * slow));
    return most.bitLength() < Long.SIZE
        ? new Compact(series, fast, slow)
        : new Wide(series, fast, slow);
  }

  /** For nearly all files: eight decimals of a price of four digits leave room for 3000 × 3000. */
  final class Compact implements MovingSums {
    private final BarSeries series;
    private final int fast;
    private final int slow;
    private long fastSum;
    private long slowSum;

    private Compact(BarSeries series, int fast, int slow) {
      this.series = series;
      this.fast = fast;
      this.slow = slow;
    }

    @Override
    public void add(int bar) {
      long close = series.units(bar);
      fastSum += close - (bar >= fast ? series.units(bar - fast) : 0);
      slowSum += close - (bar >= slow ? series.units(bar - slow) : 0);
    }

    @Override
    public int compareAverages() {
      return Long.compare(fastSum * slow, slowSum * fast);
    }
  }

  /** For prices of many digits. */
  final class Wide implements MovingSums {
    private final BarSeries series;
    private final int fast;
    private final int slow;
    private BigDecimal fastSum = BigDecimal.ZERO;
    private BigDecimal slowSum = BigDecimal.ZERO;

    private Wide(BarSeries series, int fast, int slow) {
      this.series = series;
      this.fast = fast;
      this.slow = slow;
    }

    @Override
    public void add(int bar) {
      BigDecimal close = series.close(bar);
      fastSum = moved(fastSum, close, bar, fast);
      slowSum = moved(slowSum, close, bar, slow);
    }

    private BigDecimal moved(BigDecimal sum, BigDecimal close, int bar, int period) {
      BigDecimal more = sum.add(close);
      return bar < period ? more : more.subtract(series.close(bar - period));
    }

    @Override
    public int compareAverages() {
      return fastSum
          .multiply(BigDecimal.valueOf(slow))
          .compareTo(slowSum.multiply(BigDecimal.valueOf(fast)));
    }
  }
}
