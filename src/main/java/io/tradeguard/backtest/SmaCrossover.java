package io.tradeguard.backtest;

import io.tradeguard.marketdata.BarSeries;
import org.jspecify.annotations.Nullable;

/**
 * Follows the crossings of two simple moving averages of the close: up from at most to above is an
 * entry, down from at least to below an exit. An average exists once its whole period has passed,
 * so the first crossing can be at bar {@code slow + 1}.
 *
 * <p>The averages are never divided out: {@code fast sum × slow} is compared with {@code slow sum ×
 * fast}, both exact, so that a flat market does not cross at rounding errors.
 */
final class SmaCrossover {
  /** The longest period that is accepted. */
  static final int MAX_PERIOD = 10_000;

  private final int slow;
  private final MovingSums sums;
  private @Nullable Integer previous;

  /**
   * A strategy at its start.
   *
   * @param fast bars of the faster average, 1 or more
   * @param slow bars of the slower average, more than {@code fast}, at most {@link #MAX_PERIOD}
   */
  SmaCrossover(BarSeries series, int fast, int slow) {
    if (fast < 1 || slow <= fast || slow > MAX_PERIOD) {
      throw new IllegalArgumentException("1 <= fast < slow <= " + MAX_PERIOD);
    }
    this.slow = slow;
    this.sums = MovingSums.of(series, fast, slow);
  }

  /**
   * Tells what to do at the close of a bar.
   *
   * @param bar each of the series in turn, from 0
   */
  Signal next(int bar) {
    sums.add(bar);
    return bar + 1 < slow ? Signal.HOLD : crossing();
  }

  private Signal crossing() {
    int order = sums.compareAverages();
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
}
