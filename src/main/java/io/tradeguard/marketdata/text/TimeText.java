package io.tradeguard.marketdata.text;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a cell that may be a time, in every form that can be told from the others. */
public final class TimeText {
  public static final int MAX_LENGTH = 64;

  private static final int YEAR_DIGITS = 4;

  private TimeText() {}

  /** Reads a stripped cell; null if it is no time. */
  public static @Nullable TimeCell parse(String cell) {
    if (cell.isEmpty() || cell.length() > MAX_LENGTH) {
      return null;
    }
    TimeCell number = EpochText.parse(cell);
    if (number != null) {
      return number;
    }
    Scanner in = new Scanner(cell);
    skipWeekday(in);
    if (in.digits() > 0 && in.digits() <= 2 && (in.peek(in.digits()) == ':' || isHourOnly(in))) {
      return ClockText.parse(in);
    }
    TimeCell date = date(in);
    return date == null ? null : withClock(date, in);
  }

  private static boolean isHourOnly(Scanner in) {
    int next = in.peek(in.digits()) | 0x20;
    int after = in.peek(in.digits() + 1) | 0x20;
    return (next == 'a' || next == 'p') && after == 'm';
  }

  private static @Nullable TimeCell withClock(TimeCell date, Scanner in) {
    if (in.isAtEnd()) {
      return date;
    }
    char between = in.peek();
    if (between == 'T' || between == 't' || between == ',' || between == '_' || between == ' ') {
      in.skip(1);
      in.skipSpaces();
    } else if (between != 'Z') {
      return null;
    }
    if (in.digits() == 0) {
      // An offset without a time of the day, as in '2013-01-02 UTC', says nothing of the day.
      String zone = in.word();
      boolean universal = zone.equals("z") || zone.equals("utc") || zone.equals("gmt");
      return universal && in.isAtEnd() ? date : null;
    }
    TimeCell clock = ClockText.parse(in);
    return clock == null ? null : date.at(clock);
  }

  private static void skipWeekday(Scanner in) {
    int start = in.position();
    if (!CalendarWords.isWeekday(in.word())) {
      in.returnTo(start);
      return;
    }
    in.take('.');
    in.take(',');
    in.skipSpaces();
  }

  private static @Nullable TimeCell date(Scanner in) {
    int digits = in.digits();
    if (digits == 8) {
      return exact(in.number(4), in.number(2), in.number(2));
    }
    if (digits == 4) {
      return yearFirst(in);
    }
    if (digits == 0) {
      return monthNameFirst(in);
    }
    return digits <= 2 ? shortFirst(in, in.number(digits)) : null;
  }

  private static @Nullable TimeCell yearFirst(Scanner in) {
    int year = in.number(4);
    char separator = in.peek();
    if (separator == '年') {
      return ideographic(in, year);
    }
    if (separator != '-' && separator != '/' && separator != '.') {
      return null;
    }
    in.skip(1);
    Integer month = in.digits() == 0 ? month(in) : shortNumber(in);
    if (month == null) {
      return null;
    }
    if (in.isAtEnd() && separator == '-') {
      return exact(year, month, 1);
    }
    if (!in.take(separator)) {
      return null;
    }
    Integer day = shortNumber(in);
    return day == null ? null : exact(year, month, day);
  }

  private static @Nullable TimeCell ideographic(Scanner in, int year) {
    in.skip(1);
    Integer month = shortNumber(in);
    if (month == null || !in.take('月')) {
      return null;
    }
    Integer day = shortNumber(in);
    return day == null || !in.take('日') ? null : exact(year, month, day);
  }

  private static @Nullable TimeCell monthNameFirst(Scanner in) {
    Integer month = month(in);
    if (month == null) {
      return null;
    }
    skipOne(in, "-/ ");
    in.skipSpaces();
    Integer day = shortNumber(in);
    if (day == null) {
      return null;
    }
    skipOne(in, ",-/ ");
    in.skipSpaces();
    return in.digits() <= 2 && in.peek(in.digits()) == ':'
        ? yearLast(in, month, day)
        : namedMonth(in, month, day);
  }

  /** As C's {@code asctime} writes it: {@code Jan 2 09:30:00 2013}, or a zone before the year. */
  private static @Nullable TimeCell yearLast(Scanner in, int month, int day) {
    String rest = in.rest();
    int start = rest.length() - YEAR_DIGITS;
    if (start < 1 || rest.charAt(start - 1) != ' ' || !Cells.isDigits(rest.substring(start))) {
      return null;
    }
    TimeCell date = exact(Integer.parseInt(rest.substring(start)), month, day);
    TimeCell clock = ClockText.parse(new Scanner(Cells.strip(rest.substring(0, start))));
    return date == null || clock == null ? null : date.at(clock);
  }

  private static @Nullable TimeCell shortFirst(Scanner in, int first) {
    char separator = in.peek();
    if (separator != '-' && separator != '/' && separator != '.' && separator != ' ') {
      return null;
    }
    in.skip(1);
    in.skipSpaces();
    if (in.digits() == 0) {
      Integer month = month(in);
      if (month == null) {
        return null;
      }
      skipOne(in, ",-/. ");
      in.skipSpaces();
      return namedMonth(in, month, first);
    }
    Integer second = separator == ' ' ? null : shortNumber(in);
    if (second == null || !in.take(separator)) {
      return null;
    }
    int digits = in.digits();
    return digits == 2 || digits == 4
        ? TimeCell.unordered(first, second, in.number(digits), separator)
        : null;
  }

  private static @Nullable TimeCell namedMonth(Scanner in, int month, int day) {
    int digits = in.digits();
    return digits == 2 || digits == 4 ? exact(DateOrder.year(in.number(digits)), month, day) : null;
  }

  private static @Nullable Integer month(Scanner in) {
    int month = CalendarWords.month(in.word());
    in.take('.');
    return month == 0 ? null : Integer.valueOf(month);
  }

  private static @Nullable Integer shortNumber(Scanner in) {
    int digits = in.digits();
    return digits == 1 || digits == 2 ? Integer.valueOf(in.number(digits)) : null;
  }

  private static void skipOne(Scanner in, String separators) {
    if (!in.isAtEnd() && separators.indexOf(in.peek()) >= 0) {
      in.skip(1);
    }
  }

  private static @Nullable TimeCell exact(int year, int month, int day) {
    OptionalLong days = DateOrder.day(year, month, day);
    return days.isPresent() ? TimeCell.date(days.getAsLong()) : null;
  }
}
