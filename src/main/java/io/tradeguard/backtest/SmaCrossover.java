package io.tradeguard.backtest;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBar;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DecimalNum;
import org.ta4j.core.num.Num;

/**
 * Follows the crossings of two simple moving averages of the close: up from at most to above is an
 * entry, down from at least to below an exit. An average exists once its whole period has passed,
 * so the first crossing can be at bar {@code slow + 1}.
 *
 * <p>The averages are ta4j's, over decimals of more digits than any sum of prices has: with
 * doubles, a flat market would cross at rounding errors. Only the bars that the averages still need
 * are kept.
 */
final class SmaCrossover {
  /** The longest period that is accepted; it bounds the bars that are kept. */
  static final int MAX_PERIOD = 10_000;

  private static final int PRECISION = 64;
  private static final int TRIM_AT = 1024;
  private static final Duration BAR = Duration.ofMillis(1);

  private final int slow;
  private final BarSeries series;
  private final SMAIndicator fastAverage;
  private final SMAIndicator slowAverage;
  private @Nullable Integer previous;

  /**
   * A strategy at its start.
   *
   * @param fast bars of the faster average, 1 or more
   * @param slow bars of the slower average, more than {@code fast}, at most {@link #MAX_PERIOD}
   */
  SmaCrossover(int fast, int slow) {
    if (fast < 1 || slow <= fast || slow > MAX_PERIOD) {
      throw new IllegalArgumentException("1 <= fast < slow <= " + MAX_PERIOD);
    }
    this.slow = slow;
    this.series =
        new BaseBarSeriesBuilder().withNumTypeOf(DecimalNum.valueOf("0", PRECISION)).build();
    ClosePriceIndicator close = new ClosePriceIndicator(series);
    this.fastAverage = new SMAIndicator(close, fast);
    this.slowAverage = new SMAIndicator(close, slow);
  }

  /** Takes the next bar and tells what to do at its close. */
  Signal next(Bar bar) {
    series.addBar(ta4j(bar));
    int index = series.getEndIndex();
    int order = fastAverage.getValue(index).compareTo(slowAverage.getValue(index));
    trim();
    if (index < slow - 1) {
      return Signal.HOLD;
    }
    Integer before = previous;
    previous = order;
    if (before == null) {
      return Signal.HOLD;
    }
    if (before <= 0 && order > 0) {
      return Signal.ENTER;
    }
    return before >= 0 && order < 0 ? Signal.EXIT : Signal.HOLD;
  }

  /** Drops bars in batches, for the series shifts all the others each time. */
  private void trim() {
    if (series.getBarCount() > 2 * slow + TRIM_AT) {
      series.setMaximumBarCount(slow + 1);
      series.setMaximumBarCount(Integer.MAX_VALUE);
    }
  }

  private static BaseBar ta4j(Bar bar) {
    Num close = DecimalNum.valueOf(bar.close(), PRECISION);
    ZonedDateTime end = bar.time().plus(BAR).atZone(ZoneOffset.UTC);
    return new BaseBar(BAR, end, close, close, close, close, close.zero(), close.zero());
  }
}
