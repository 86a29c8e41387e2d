package io.tradeguard.marketdata.text;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.OptionalLong;

/** In which order a date has its numbers, where they alone do not tell. */
public enum DateOrder {
  DAY_MONTH_YEAR,
  MONTH_DAY_YEAR,
  YEAR_MONTH_DAY;

  private static final int FIRST_YEAR = 1600;
  private static final int LAST_YEAR = 2300;
  private static final int PIVOT = 70;

  /** Returns the day since 1970 that a cell means in this order; empty if there is none. */
  public OptionalLong day(TimeCell date) {
    return switch (this) {
      case DAY_MONTH_YEAR -> day(year(date.third()), date.second(), date.first());
      case MONTH_DAY_YEAR -> day(year(date.third()), date.first(), date.second());
      case YEAR_MONTH_DAY ->
          date.third() > 99
              ? OptionalLong.empty()
              : day(year(date.first()), date.second(), date.third());
    };
  }

  /** Completes a year of two digits: 70 is 1970, 69 is 2069. */
  public static int year(int year) {
    return year > 99 ? year : year >= PIVOT ? 1900 + year : 2000 + year;
  }

  public static OptionalLong day(int year, int month, int day) {
    boolean valid =
        year >= FIRST_YEAR
            && year <= LAST_YEAR
            && month >= 1
            && month <= 12
            && day >= 1
            && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    return valid
        ? OptionalLong.of(LocalDate.of(year, month, day).toEpochDay())
        : OptionalLong.empty();
  }
}
