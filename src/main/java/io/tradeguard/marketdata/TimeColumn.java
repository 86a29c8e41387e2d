package io.tradeguard.marketdata;

import io.tradeguard.marketdata.text.DateOrder;
import io.tradeguard.marketdata.text.TimeCell;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The times of a file, row by row. Where a date's numbers do not tell their order, every order is
 * followed until the column has proven one: by a number that no month can be, or because only one
 * leaves the rows sorted. What is then still open is refused, never guessed.
 */
final class TimeColumn {
  /** So many rows are not sorted by chance where another order was meant. */
  private static final int SORTED_ROWS = 8;

  private final String name;
  private final DateOrder[] orders = DateOrder.values();
  private final List<TimeTrack> tracks = new ArrayList<>();
  private @Nullable TimeCell form;
  private @Nullable String example;
  private long exampleRow;

  TimeColumn(String name) {
    this.name = name;
  }

  /**
   * Takes the time of the next bar.
   *
   * @throws UnusableException if no order can have it
   */
  void add(long row, TimeCell cell, String text) {
    boolean unordered = cell.kind() == TimeCell.Kind.UNORDERED_DATE;
    TimeCell before = form;
    if (before == null) {
      form = cell;
      example = text;
      exampleRow = row;
      for (int i = 0; i < (unordered ? orders.length : 1); i++) {
        tracks.add(new TimeTrack());
      }
    } else if (unordered != (before.kind() == TimeCell.Kind.UNORDERED_DATE)
        || cell.separator() != before.separator()) {
      throw bad(
          row,
          text,
          "is written in another form than the times above it, such as '"
              + Unusable.cut(String.valueOf(example))
              + "'. Write all in one form.");
    }
    for (int i = 0; i < tracks.size(); i++) {
      TimeTrack track = tracks.get(i);
      if (track.isAlive()) {
        OptionalLong day = unordered ? orders[i].day(cell) : OptionalLong.of(cell.day());
        if (day.isEmpty()) {
          track.end();
        } else {
          track.add(row, second(cell, day.getAsLong()), cell.nano());
        }
      } else if (track.isUnsorted() && unordered && orders[i].day(cell).isEmpty()) {
        track.end();
      }
    }
    requireOne(row, text);
  }

  private static long second(TimeCell cell, long day) {
    return cell.kind() == TimeCell.Kind.EPOCH
        ? day
        : day * TimeCell.DAY_SECONDS + cell.secondOfDay();
  }

  private void requireOne(long row, String text) {
    if (tracks.stream().anyMatch(TimeTrack::isAlive)) {
      return;
    }
    if (tracks.stream().anyMatch(TimeTrack::isUnsorted)) {
      throw new UnusableException(
          Unusable.cell(
              Unusable.Reason.NOT_IN_ORDER,
              row,
              name,
              text,
              "breaks the order of the rows above it. Sort the rows by time, oldest or newest"
                  + " first, and keep only one instrument in the file."));
    }
    throw bad(
        row,
        text,
        "is no date in any order that the rows above it allow." + " Write dates as 2013-01-31.");
  }

  private UnusableException bad(long row, String text, String detail) {
    return new UnusableException(Unusable.cell(Unusable.Reason.BAD_TIME, row, name, text, detail));
  }

  /**
   * Returns the track that the column has proven.
   *
   * @throws UnusableException if several are still possible
   */
  TimeTrack settle() {
    List<TimeTrack> alive = tracks.stream().filter(TimeTrack::isAlive).toList();
    TimeTrack first = alive.get(0);
    boolean proven =
        first.size() >= SORTED_ROWS || tracks.stream().noneMatch(TimeTrack::isUnsorted);
    if (proven && alive.stream().allMatch(first::equalTimes)) {
      return first;
    }
    throw new UnusableException(
        Unusable.cell(
            Unusable.Reason.AMBIGUOUS_TIMES,
            exampleRow,
            name,
            String.valueOf(example),
            "may begin with the day, the month or the year, and the file does not prove which."
                + " Write dates as 2013-01-31."));
  }
}
