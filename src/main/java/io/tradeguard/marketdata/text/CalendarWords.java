package io.tradeguard.marketdata.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The English names of months and days of the week, whole or in their usual short forms. */
final class CalendarWords {
  private static final List<Set<String>> MONTHS =
      List.of(
          Set.of("jan", "january"),
          Set.of("feb", "febr", "february"),
          Set.of("mar", "march"),
          Set.of("apr", "april"),
          Set.of("may"),
          Set.of("jun", "june"),
          Set.of("jul", "july"),
          Set.of("aug", "august"),
          Set.of("sep", "sept", "september"),
          Set.of("oct", "october"),
          Set.of("nov", "november"),
          Set.of("dec", "december"));

  private static final Set<String> WEEKDAYS =
      Set.of(
          "mon",
          "monday",
          "tue",
          "tues",
          "tuesday",
          "wed",
          "wednesday",
          "thu",
          "thur",
          "thurs",
          "thursday",
          "fri",
          "friday",
          "sat",
          "saturday",
          "sun",
          "sunday");

  private CalendarWords() {}

  /** Returns the number of a month, from 1; 0 if the word is none. */
  static int month(String word) {
    String name = word.toLowerCase(Locale.ROOT);
    for (int i = 0; i < MONTHS.size(); i++) {
      if (MONTHS.get(i).contains(name)) {
        return i + 1;
      }
    }
    return 0;
  }

  static boolean isWeekday(String word) {
    return WEEKDAYS.contains(word.toLowerCase(Locale.ROOT));
  }
}
