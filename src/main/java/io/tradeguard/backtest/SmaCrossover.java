package io.tradeguard.backtest;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Follows the crossings of two simple moving averages of the close: up from at most to above is an
 * entry, down from at least to below an exit. An average exists once its whole period has passed,
 * so the first crossing can be at bar {@code slow + 1}.
 *
 * <p>The averages are never divided out: {@code fast sum × slow} is compared with {@code slow sum ×
 * fast}, both exact, so that a flat market does not cross at rounding errors. The sums run along,
 * so that a bar costs the same whatever the periods; only the closes they still hold are kept.
 */
final class SmaCrossover {
  /** The longest period that is accepted; it bounds the closes that are kept. */
  static final int MAX_PERIOD = 10_000;

  private final int fast;
  private final int slow;
  private final BigDecimal fastPeriod;
  private final BigDecimal slowPeriod;
  private final BigDecimal[] closes;
  private BigDecimal fastSum = BigDecimal.ZERO;
  private BigDecimal slowSum = BigDecimal.ZERO;
  private int bars;
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
    this.fast = fast;
    this.slow = slow;
    this.fastPeriod = BigDecimal.valueOf(fast);
    this.slowPeriod = BigDecimal.valueOf(slow);
    this.closes = new BigDecimal[slow];
  }

  /** Takes the next bar's close and tells what to do at it. */
  Signal next(BigDecimal close) {
    if (bars >= fast) {
      fastSum = fastSum.subtract(closes[(bars - fast) % slow]);
    }
    if (bars >= slow) {
      slowSum = slowSum.subtract(closes[bars % slow]);
    }
    closes[bars % slow] = close;
    fastSum = fastSum.add(close);
    slowSum = slowSum.add(close);
    bars++;
    return bars < slow ? Signal.HOLD : crossing();
  }

  private Signal crossing() {
    int order = fastSum.multiply(slowPeriod).compareTo(slowSum.multiply(fastPeriod));
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
