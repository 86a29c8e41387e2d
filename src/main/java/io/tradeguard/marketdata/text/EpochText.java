package io.tradeguard.marketdata.text;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time that is a plain number: digits that spell a date, or else time since 1970 in
 * seconds, milli-, micro- or nanoseconds, which its magnitude tells. Seconds end in the year 5138
 * and milliseconds begin in 1973, so that no time of a market is ambiguous.
 */
public final class EpochText {
  private static final long FIRST_SECONDS = 100_000_000L;
  private static final long FIRST_MILLIS = 100_000_000_000L;
  private static final long FIRST_MICROS = 100_000_000_000_000L;
  private static final long FIRST_NANOS = 100_000_000_000_000_000L;
  private static final int MAX_DIGITS = 19;
  private static final int FIRST_SPELT_YEAR = 1900;
  private static final int LAST_SPELT_YEAR = 2100;

  private EpochText() {}

  /** Reads a stripped cell; null if it is no such number. */
  public static @Nullable TimeCell parse(String cell) {
    int start = cell.charAt(0) == '-' ? 1 : 0;
    int digits = Cells.digitsFrom(cell, start);
    if (digits < 8 || digits > MAX_DIGITS || !isWhole(cell, start + digits)) {
      return null;
    }
    String number = cell.substring(start, start + digits);
    TimeCell spelt = start == 0 ? spelt(number) : null;
    if (spelt != null) {
      // Behind a date a fraction could be a time of the day or a part of the day.
      return fraction(cell, start + digits) == 0 ? spelt : null;
    }
    try {
      long value = Long.parseLong(number);
      return value < FIRST_SECONDS
          ? null
          : since1970(start == 0 ? value : -value, fraction(cell, start + digits));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A fraction may follow, which only seconds can have, or zeros, as in a column of decimals. */
  private static boolean isWhole(String cell, int end) {
    if (end == cell.length()) {
      return true;
    }
    int fraction = Cells.digitsFrom(cell, end + 1);
    return cell.charAt(end) == '.' && fraction > 0 && end + 1 + fraction == cell.length();
  }

  private static int fraction(String cell, int end) {
    int nano = 0;
    for (int i = end + 1; i <= end + 9; i++) {
      nano = nano * 10 + (i < cell.length() ? cell.charAt(i) - '0' : 0);
    }
    return nano;
  }

  private static @Nullable TimeCell since1970(long value, int fraction) {
    long size = Math.abs(value);
    if (size < FIRST_MILLIS) {
      return TimeCell.epoch(value, value < 0 ? 0 : fraction);
    }
    if (fraction != 0) {
      return null;
    }
    long units = size < FIRST_MICROS ? 1000 : size < FIRST_NANOS ? 1_000_000 : 1_000_000_000;
    int nano = (int) (Math.floorMod(value, units) * (1_000_000_000 / units));
    return TimeCell.epoch(Math.floorDiv(value, units), nano);
  }

  /** Digits of a date, perhaps with its time of the day, and not of a time since 1970. */
  private static @Nullable TimeCell spelt(String digits) {
    int length = digits.length();
    if (length != 8 && length != 12 && length != 14 && length != 17) {
      return null;
    }
    Scanner in = new Scanner(digits);
    int year = in.number(4);
    OptionalLong day = DateOrder.day(year, in.number(2), in.number(2));
    if (day.isEmpty() || year < FIRST_SPELT_YEAR || year > LAST_SPELT_YEAR) {
      return null;
    }
    TimeCell date = TimeCell.date(day.getAsLong());
    if (length == 8) {
      return date;
    }
    int clock = clock(in, length);
    int nano = length == 17 ? in.number(3) * 1_000_000 : 0;
    return clock < 0 ? null : date.at(TimeCell.clock(clock, nano));
  }

  private static int clock(Scanner in, int length) {
    int hour = in.number(2);
    int minute = in.number(2);
    int second = length > 12 ? in.number(2) : 0;
    return hour > 23 || minute > 59 || second > 59 ? -1 : hour * 3600 + minute * 60 + second;
  }
}
