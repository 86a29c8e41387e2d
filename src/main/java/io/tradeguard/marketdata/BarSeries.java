package io.tradeguard.marketdata;

import io.tradeguard.marketdata.text.NumberText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/**
 * The times and closes of a file's bars, oldest first, in 24 or 32 bytes a bar: a close is kept as
 * an unscaled number and its decimals, in two halves only if the file has a close of more than 18
 * digits.
 */
public final class BarSeries {
  /** The most bars that are read from one file. */
  public static final int MAX_BARS = 1_000_000;

  private static final int HALF_DIGITS = NumberText.MAX_DIGITS / 2;

  /** Nanoseconds take the upper bits beside the decimals of the close. */
  private static final int SCALE_BITS = 8;

  private static final int SCALE_MASK = (1 << SCALE_BITS) - 1;
  private static final long[] UNITS = new long[HALF_DIGITS + 1];
  private static final double[] POWERS = new double[NumberText.MAX_DECIMALS + 1];

  static {
    for (int i = 0; i < UNITS.length; i++) {
      UNITS[i] = BigInteger.TEN.pow(i).longValueExact();
    }
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = BigInteger.TEN.pow(i).doubleValue();
    }
  }

  private boolean falling;
  private LongSequence seconds = new LongSequence();
  private final LongSequence nanosAndScales = new LongSequence();
  private final LongSequence unscaled = new LongSequence();
  private final LongSequence upper = new LongSequence();
  private int scale;
  private int wholeDigits;

  /** Returns how many bars there are. */
  public int size() {
    return unscaled.size();
  }

  /**
   * Returns when a bar is.
   *
   * @param bar from 0, the oldest
   */
  public Instant time(int bar) {
    int at = at(bar);
    return Instant.ofEpochSecond(seconds.get(at), nanosAndScales.get(at) >> SCALE_BITS);
  }

  /** Returns the last price of a bar, exactly as the file has it. */
  public BigDecimal close(int bar) {
    int at = at(bar);
    if (at >= upper.size() || upper.get(at) == 0) {
      return BigDecimal.valueOf(unscaled.get(at), scale(at));
    }
    BigInteger digits = BigInteger.valueOf(upper.get(at)).multiply(NumberText.HALF);
    return new BigDecimal(digits.add(BigInteger.valueOf(unscaled.get(at))), scale(at));
  }

  /**
   * Returns the last price of a bar as a double: the nearest one to a price of up to 15 digits, and
   * one of the nearest three to others.
   */
  public double price(int bar) {
    int at = at(bar);
    double lower = unscaled.get(at) / POWERS[scale(at)];
    return at >= upper.size()
        ? lower
        : lower + upper.get(at) * (POWERS[HALF_DIGITS] / POWERS[scale(at)]);
  }

  /** Returns the most decimals that a close has, from 0 to {@link NumberText#MAX_DECIMALS}. */
  public int scale() {
    return scale;
  }

  /** Returns how many digits all closes have at most, once they are given {@link #scale()}. */
  public int digits() {
    return wholeDigits + scale;
  }

  /** Returns a close in units of the last decimal, where {@link #digits()} is at most 18. */
  public long units(int bar) {
    int at = at(bar);
    return unscaled.get(at) * UNITS[scale - scale(at)];
  }

  private int at(int bar) {
    return falling ? size() - 1 - bar : bar;
  }

  private int scale(int at) {
    return (int) nanosAndScales.get(at) & SCALE_MASK;
  }

  void add(int nano, BigDecimal close) {
    if (close.precision() <= HALF_DIGITS) {
      unscaled.add(close.unscaledValue().longValue());
    } else {
      BigInteger[] halves = close.unscaledValue().divideAndRemainder(NumberText.HALF);
      while (upper.size() < unscaled.size()) {
        upper.add(0);
      }
      upper.add(halves[0].longValue());
      unscaled.add(halves[1].longValue());
    }
    nanosAndScales.add((long) nano << SCALE_BITS | close.scale());
    scale = Math.max(scale, close.scale());
    wholeDigits = Math.max(wholeDigits, close.precision() - close.scale());
  }

  /**
   * Sets what is known only once all rows are read.
   *
   * @param epochSeconds of each bar, in the file's order
   */
  void settle(LongSequence epochSeconds, boolean newestFirst) {
    seconds = epochSeconds;
    falling = newestFirst;
  }
}
