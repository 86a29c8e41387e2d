package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.Unusable;
import io.tradeguard.marketdata.UnusableException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds a file's columns by their names, and by what stands in them where a name is missing. */
public final class NamedLayout {
  private final List<List<ColumnName>> names;
  private final List<Row> data;
  private final int firstRow;

  private NamedLayout(List<List<ColumnName>> names, List<Row> data, int firstRow) {
    this.names = names;
    this.data = data;
    this.firstRow = firstRow;
  }

  /**
   * Finds the columns.
   *
   * @param rows the file's first
   * @throws UnusableException if one is missing or stands twice
   */
  public static Layout of(Heading heading, List<Row> rows) {
    List<Row> data =
        rows.subList(heading.firstRow(), rows.size()).stream()
            .filter(row -> !row.isBlank() && !row.isComment())
            .toList();
    List<List<ColumnName>> names = RaggedHeading.complete(heading.names(), data);
    return new NamedLayout(names, data, heading.firstRow()).find();
  }

  private Layout find() {
    EnumMap<ColumnRole, Integer> columns = new EnumMap<>(ColumnRole.class);
    Map<ColumnRole, ColumnName.Meaning> meanings = new HashMap<>();
    for (ColumnRole role : ColumnRole.values()) {
      if (role != ColumnRole.TIME) {
        choose(role, columns, meanings);
      }
    }
    NotBars.refuse(names.stream().map(all -> all.get(0)).toList(), columns);
    requireOneInstrument(columns, meanings);
    TimeColumns times = TimeColumns.find(names, data, columns.values());
    int instrument = instrument();
    refuseNumberedTable(instrument);
    return new Layout(
        names.stream().map(all -> all.get(0).text()).toList(),
        times.time(),
        times.clock(),
        columns,
        instrument,
        firstRow,
        List.of(),
        false);
  }

  /** Takes the best column of a role; two that are equally good are no choice. */
  private void choose(
      ColumnRole role,
      EnumMap<ColumnRole, Integer> columns,
      Map<ColumnRole, ColumnName.Meaning> meanings) {
    int best = -1;
    ColumnName.@Nullable Meaning chosen = null;
    int twin = -1;
    for (int i = 0; i < names.size(); i++) {
      Optional<ColumnName.Meaning> meaning =
          names.get(i).get(0).meaning().filter(found -> found.role() == role);
      if (meaning.isEmpty()) {
        continue;
      }
      int rank = meaning.get().rank();
      if (chosen == null || rank < chosen.rank()) {
        best = i;
        chosen = meaning.get();
        twin = -1;
      } else if (rank == chosen.rank()) {
        twin = i;
      }
    }
    if (chosen == null) {
      return;
    }
    if (twin >= 0 && role != ColumnRole.VOLUME) {
      throw twice(best, twin, role);
    }
    columns.put(role, best);
    meanings.put(role, chosen);
  }

  private UnusableException twice(int one, int two, ColumnRole role) {
    String first = label(one);
    String second = label(two);
    String detail =
        first.equals(second)
            ? "Column '%s' stands twice".formatted(first)
            : "Columns '%s' and '%s' both give the %s".formatted(first, second, role.label());
    return new UnusableException(
        Unusable.column(
            Unusable.Reason.DOUBLE_COLUMN,
            names.get(one).get(0).text(),
            detail + ". Keep one, of one instrument."));
  }

  private String label(int column) {
    StringBuilder label = new StringBuilder();
    names.get(column).forEach(name -> label.append(label.isEmpty() ? "" : " ").append(name.text()));
    return Unusable.cut(label.toString());
  }

  /** A word of no meaning, such as the instrument in AAPL.Open, must be the same in all prices. */
  private void requireOneInstrument(
      EnumMap<ColumnRole, Integer> columns, Map<ColumnRole, ColumnName.Meaning> meanings) {
    List<String> prefixes = new ArrayList<>();
    for (ColumnRole role : ColumnRole.PRICES) {
      ColumnName.Meaning meaning = meanings.get(role);
      if (meaning != null) {
        prefixes.add(meaning.prefix());
      }
    }
    if (prefixes.stream().distinct().count() > 1) {
      int column = columns.getOrDefault(ColumnRole.CLOSE, 0);
      throw new UnusableException(
          Unusable.column(
              Unusable.Reason.MISSING_COLUMN,
              label(column),
              "The columns open, high, low and close are not of one kind: '%s' and '%s'. Name the"
                      .formatted(
                          label(columns.getOrDefault(ColumnRole.OPEN, column)), label(column))
                  + " ones that are meant open, high, low and close."));
    }
  }

  private int instrument() {
    for (int i = 0; i < names.size(); i++) {
      ColumnName name = names.get(i).get(0);
      if (name.isInstrument() && name.meaning().isEmpty()) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Rows that are numbered and each name their stock are a table of several stocks, of which the
   * rows here may show only the first.
   */
  private void refuseNumberedTable(int instrument) {
    if (instrument < 0
        || !names.get(instrument).get(0).has("stock", "stocks")
        || !names.get(0).get(0).isEmpty()
        || !RaggedHeading.areRowNumbers(data, 0)) {
      return;
    }
    throw new UnusableException(
        Unusable.column(
            Unusable.Reason.SEVERAL_INSTRUMENTS,
            label(instrument),
            "The rows are numbered and column '%s' names the stock of each, as in a table of several"
                    .formatted(label(instrument))
                + " stocks. Keep the rows of one stock and remove this column."));
  }
}
