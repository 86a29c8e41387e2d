package io.tradeguard.marketdata;

import java.util.ArrayList;
import java.util.List;

/** Counts the rows of which a file's owner should know, and remembers where they begin. */
final class RowCounts {
  private long skipped;
  private long firstSkipped;
  private long incomplete;
  private long firstIncomplete;

  /** Takes note of a row that was left out. */
  void skip(Row row) {
    firstSkipped = skipped++ == 0 ? row.number() : firstSkipped;
  }

  /** Takes note of a bar that has a close but not all of the other prices. */
  void incomplete(Row row) {
    firstIncomplete = incomplete++ == 0 ? row.number() : firstIncomplete;
  }

  long skipped() {
    return skipped;
  }

  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (skipped > 0) {
      notes.add(
          "%s left out, for want of a close or of a date; the first is row %d."
              .formatted(counted(skipped, "row was", "rows were"), firstSkipped));
    }
    if (incomplete > 0) {
      notes.add(
          "%s no open, high or low price; the first is row %d."
              .formatted(counted(incomplete, "bar has", "bars have"), firstIncomplete));
    }
    return notes;
  }

  /** Returns a number with the words that go with it. */
  static String counted(long count, String one, String many) {
    return "%,d %s".formatted(count, count == 1 ? one : many);
  }
}
