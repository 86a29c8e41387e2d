package io.tradeguard.marketdata;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file was understood to be. Where it is no series of bars, {@code problem} says why and
 * only {@code separator} and {@code encoding} may be known beside it.
 *
 * @param bars how many there are
 * @param first the time of the oldest bar
 * @param last the time of the newest
 * @param intervalSeconds the most frequent distance of two bars; null where there is one bar
 * @param columns the file's own names of the columns, by what they were taken for
 * @param separator between the cells of a CSV file
 * @param order {@code rising} if the oldest bar stands first, else {@code falling}
 * @param skippedRows rows without prices or without a date that were left out
 * @param notes what else its owner should know
 * @param firstBars the first few in the file's own order
 */
public record MarketData(
    @Nullable Long bars,
    @Nullable Instant first,
    @Nullable Instant last,
    @Nullable Long intervalSeconds,
    @Nullable Map<String, String> columns,
    @Nullable String separator,
    @Nullable String encoding,
    @Nullable String order,
    @Nullable Long skippedRows,
    List<String> notes,
    List<Bar> firstBars,
    @Nullable Unusable problem) {
  public MarketData {
    columns = columns == null ? null : java.util.Collections.unmodifiableMap(columns);
    notes = List.copyOf(notes);
    firstBars = List.copyOf(firstBars);
  }

  static MarketData of(Unusable problem, @Nullable String separator, @Nullable String encoding) {
    return new MarketData(
        null, null, null, null, null, separator, encoding, null, null, List.of(), List.of(),
        problem);
  }
}
