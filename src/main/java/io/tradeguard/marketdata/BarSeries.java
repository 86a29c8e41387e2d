package io.tradeguard.marketdata;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The times and closes of a file's bars, oldest first, in 9 to 21 bytes a bar: a close is kept as
 * an unscaled number and its decimals, and as an object only where it has more than 18 digits.
 */
public final class BarSeries {
  /** The most bars that are read from one file. */
  public static final int MAX_BARS = 1_000_000;

  private static final int MAX_COMPACT_DIGITS = 18;
  private static final int FIRST_CAPACITY = 256;

  private int size;
  private boolean falling;
  private long[] seconds = {};
  private int[] nanos = new int[FIRST_CAPACITY];
  private long[] unscaled = new long[FIRST_CAPACITY];
  private byte[] scales = new byte[FIRST_CAPACITY];
  private BigDecimal @Nullable [] wide;

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
    if (wide != null && wide[at] != null) {
      return wide[at];
    }
    return BigDecimal.valueOf(unscaled[at], scales[at]);
  }

  private int at(int bar) {
    return falling ? size - 1 - bar : bar;
  }

  void add(int nano, BigDecimal close) {
    if (size == nanos.length) {
      grow();
    }
    nanos[size] = nano;
    if (close.precision() <= MAX_COMPACT_DIGITS) {
      unscaled[size] = close.unscaledValue().longValue();
      scales[size] = (byte) close.scale();
    } else {
      if (wide == null) {
        wide = new BigDecimal[nanos.length];
      }
      wide[size] = close;
    }
    size++;
  }

  private void grow() {
    int capacity = Math.min(MAX_BARS, size * 2);
    nanos = Arrays.copyOf(nanos, capacity);
    unscaled = Arrays.copyOf(unscaled, capacity);
    scales = Arrays.copyOf(scales, capacity);
    if (wide != null) {
      wide = Arrays.copyOf(wide, capacity);
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
