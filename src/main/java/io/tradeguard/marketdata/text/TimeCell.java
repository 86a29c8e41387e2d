package io.tradeguard.marketdata.text;

/**
 * What a cell says of a time, before it is known which of its numbers is the month.
 *
 * @param day days since 1970, where {@code kind} knows them; whole seconds for an epoch
 * @param first the first number of a date in unknown order, as {@code second} and {@code third}
 * @param separator between those numbers
 * @param secondOfDay with the offset from UTC taken off
 */
public record TimeCell(
    Kind kind,
    long day,
    int first,
    int second,
    int third,
    char separator,
    int secondOfDay,
    int nano,
    boolean timed) {
  public static final int DAY_SECONDS = 86_400;

  public enum Kind {
    /** A number of seconds, or of fractions of them, since 1970. */
    EPOCH,
    /** A date whose order is beyond doubt, with or without a time of the day. */
    DATE,
    /** A date that may begin with its day, its month or a short year. */
    UNORDERED_DATE,
    /** A time of the day without a date. */
    CLOCK
  }

  public static TimeCell epoch(long seconds, int nano) {
    return new TimeCell(Kind.EPOCH, seconds, 0, 0, 0, '\0', 0, nano, true);
  }

  public static TimeCell date(long day) {
    return new TimeCell(Kind.DATE, day, 0, 0, 0, '\0', 0, 0, false);
  }

  public static TimeCell unordered(int first, int second, int third, char separator) {
    return new TimeCell(Kind.UNORDERED_DATE, 0, first, second, third, separator, 0, 0, false);
  }

  public static TimeCell clock(int secondOfDay, int nano) {
    return new TimeCell(Kind.CLOCK, 0, 0, 0, 0, '\0', secondOfDay, nano, true);
  }

  /** Returns this date at a time of the day. */
  public TimeCell at(TimeCell clock) {
    return new TimeCell(
        kind, day, first, second, third, separator, clock.secondOfDay, clock.nano, true);
  }

  public boolean hasDate() {
    return kind != Kind.CLOCK;
  }
}
