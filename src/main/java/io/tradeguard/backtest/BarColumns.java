package io.tradeguard.backtest;

import io.tradeguard.web.ProblemException;
import java.util.List;
import java.util.Locale;

/**
 * Where the columns of a file stand, by its header: in any order and case, other columns are passed
 * over.
 */
record BarColumns(
    String timeName, int time, int open, int high, int low, int close, int volume, int width) {
  private static final List<String> TIME_NAMES = List.of("date", "time", "timestamp");

  /**
   * Finds the columns.
   *
   * @throws ProblemException 422 naming the column that is missing or stands twice
   */
  static BarColumns of(List<String> header) {
    List<String> names =
        header.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    List<String> times = names.stream().filter(TIME_NAMES::contains).toList();
    if (times.isEmpty()) {
      throw BadData.column("date", "Column 'date', 'time' or 'timestamp' is missing.");
    }
    if (times.size() > 1) {
      throw BadData.column(
          times.get(1),
          "Columns '%s' and '%s' both give the time; keep one."
              .formatted(times.get(0), times.get(1)));
    }
    return new BarColumns(
        times.get(0),
        names.indexOf(times.get(0)),
        position(names, "open"),
        position(names, "high"),
        position(names, "low"),
        position(names, "close"),
        position(names, "volume"),
        names.size());
  }

  private static int position(List<String> names, String name) {
    int first = names.indexOf(name);
    if (first < 0) {
      throw BadData.column(name, "Column '" + name + "' is missing.");
    }
    if (names.lastIndexOf(name) != first) {
      throw BadData.column(name, "Column '" + name + "' stands twice.");
    }
    return first;
  }
}
