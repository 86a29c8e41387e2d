package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.Unusable;
import io.tradeguard.marketdata.UnusableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which column says when a bar is: by its name and by what stands in it; a date and a time of the
 * day in columns of their own go together.
 *
 * @param clock -1 where the time is in one column
 */
public record TimeColumns(int time, int clock) {

  private record Candidate(int column, int rank, CellKind kind) {
    /** More different times are better, and of two that tell the same, the one people read. */
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.<Candidate>comparingInt(candidate -> candidate.rank)
            .thenComparing(candidate -> -candidate.kind.distinct())
            .thenComparing(candidate -> candidate.kind.areEpochs());
  }

  /**
   * Finds the columns.
   *
   * @param names of each column, the better first
   * @param taken the columns that hold prices
   * @throws UnusableException if no column gives the time
   */
  public static TimeColumns find(
      List<List<ColumnName>> names, List<Row> data, Collection<Integer> taken) {
    List<Candidate> named = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Optional<Integer> rank = rank(names.get(i));
      if (rank.isPresent() && !taken.contains(i)) {
        named.add(new Candidate(i, rank.get(), CellKind.of(data, i)));
      }
    }
    Optional<Candidate> clock =
        named.stream().filter(one -> one.kind.areClocks() && !one.kind.areTimes()).findFirst();
    Optional<Candidate> date =
        named.stream().filter(one -> one.kind.areDates()).min(Candidate.BEST_FIRST);
    if (clock.isPresent() && date.isPresent()) {
      return new TimeColumns(date.get().column, clock.get().column);
    }
    Optional<Candidate> time =
        named.stream().filter(one -> one.kind.areTimes()).min(Candidate.BEST_FIRST);
    if (time.isPresent()) {
      return new TimeColumns(time.get().column, -1);
    }
    if (!named.isEmpty()) {
      return new TimeColumns(named.get(0).column, -1);
    }
    return new TimeColumns(unnamed(names, data, taken), -1);
  }

  private static Optional<Integer> rank(List<ColumnName> names) {
    for (ColumnName name : names) {
      Optional<ColumnName.Meaning> meaning = name.meaning();
      if (meaning.isPresent() && meaning.get().role() == ColumnRole.TIME) {
        return Optional.of(meaning.get().rank());
      }
    }
    return Optional.empty();
  }

  /** Without a name, only a first column of nothing but times can be meant. */
  private static int unnamed(
      List<List<ColumnName>> names, List<Row> data, Collection<Integer> taken) {
    for (int i = 0; i < names.size(); i++) {
      CellKind kind = CellKind.of(data, i);
      boolean nameless = names.get(i).get(0).isEmpty();
      if (!taken.contains(i) && kind.areTimes() && (nameless || !kind.areNumbers())) {
        return i;
      }
    }
    throw new UnusableException(
        Unusable.column(
            Unusable.Reason.NO_TIMES,
            "date",
            "No column gives the time of a bar: there are "
                + NotBars.list(names.stream().map(all -> all.get(0)).toList())
                + (names.stream().anyMatch(all -> all.get(0).isInstrument())
                    ? ". A list of many instruments at one time cannot be backtested; take one"
                        + " instrument over many times, with a column 'date'."
                    : ". Add a column 'date', such as 2013-01-31.")));
  }
}
