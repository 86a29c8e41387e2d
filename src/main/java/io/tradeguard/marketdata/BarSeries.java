package io.tradeguard.marketdata;

import io.tradeguard.marketdata.text.NumberText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;

/**
 * The times and closes of a file's bars, oldest first, in 21 to 29 bytes a bar: a close is kept as
 * an unscaled number and its decimals, in two halves only if the file has a close of more than 18
 * digits.
 */
public final class BarSeries {
  /** The most bars that are read from one file. */
  public static final int MAX_BARS = 1_000_000;

  private static final int HALF_DIGITS = NumberText.MAX_DIGITS / 2;
  private static final int FIRST_CAPACITY = 256;
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

  private int size;
  private boolean falling;
  private long[] seconds = {};
  private int[] nanos = new int[FIRST_CAPACITY];
  private long[] unscaled = new long[FIRST_CAPACITY];
  private long[] upper = {};
  private byte[] scales = new byte[FIRST_CAPACITY];
  private int scale;
  private int wholeDigits;

  /** Returns how many bars there are. */
  public int size() {
    return size;
  }

  /**
   * Returns when a bar is.
   *
   * @param bar from 0, the oldest
   */
  public Instant time(int bar) {
    int at = at(bar);
    return Instant.ofEpochSecond(seconds[at], nanos[at]);
  }

  /** Returns the last price of a bar, exactly as the file has it. */
  public BigDecimal close(int bar) {
    int at = at(bar);
    if (upper.length == 0 || upper[at] == 0) {
      return BigDecimal.valueOf(unscaled[at], scales[at]);
    }
    BigInteger digits = BigInteger.valueOf(upper[at]).multiply(NumberText.HALF);
    return new BigDecimal(digits.add(BigInteger.valueOf(unscaled[at])), scales[at]);
  }

  /**
   * Returns the last price of a bar as a double: the nearest one to a price of up to 15 digits, and
   * one of the nearest three to others.
   */
  public double price(int bar) {
    int at = at(bar);
    double lower = unscaled[at] / POWERS[scales[at]];
    return upper.length == 0
        ? lower
        : lower + upper[at] * (POWERS[HALF_DIGITS] / POWERS[scales[at]]);
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
    return unscaled[at] * UNITS[scale - scales[at]];
  }

  private int at(int bar) {
    return falling ? size - 1 - bar : bar;
  }

  void add(int nano, BigDecimal close) {
    if (size == nanos.length) {
      grow();
    }
    nanos[size] = nano;
    if (close.precision() <= HALF_DIGITS) {
      unscaled[size] = close.unscaledValue().longValue();
    } else {
      BigInteger[] halves = close.unscaledValue().divideAndRemainder(NumberText.HALF);
      if (upper.length == 0) {
        upper = new long[nanos.length];
      }
      upper[size] = halves[0].longValue();
      unscaled[size] = halves[1].longValue();
    }
    scales[size] = (byte) close.scale();
    scale = Math.max(scale, close.scale());
    wholeDigits = Math.max(wholeDigits, close.precision() - close.scale());
    size++;
  }

  private void grow() {
    int capacity = Math.min(MAX_BARS, size * 2);
    nanos = Arrays.copyOf(nanos, capacity);
    unscaled = Arrays.copyOf(unscaled, capacity);
    scales = Arrays.copyOf(scales, capacity);
    if (upper.length > 0) {
      upper = Arrays.copyOf(upper, capacity);
    }
  }

  /**
   * Sets what is known only once all rows are read.
   *
   * @param epochSeconds of each bar, in the file's order
   */
  void settle(long[] epochSeconds, boolean newestFirst) {
    seconds = epochSeconds;
    falling = newestFirst;
  }
}
