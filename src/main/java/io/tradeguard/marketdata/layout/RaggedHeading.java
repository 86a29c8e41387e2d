package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.text.Cells;
import java.util.ArrayList;
import java.util.List;

/** Completes headings that are one name short, as the rows below them show. */
public final class RaggedHeading {
  private RaggedHeading() {}

  /** Returns the names with the missing one in its place, or as they are. */
  public static List<List<ColumnName>> complete(List<List<ColumnName>> names, List<Row> data) {
    int width = names.size();
    while (width > 0 && isEmpty(names.get(width - 1))) {
      width--;
    }
    int known = width;
    if (data.isEmpty() || !data.stream().allMatch(row -> row.cells().size() > known)) {
      return names;
    }
    boolean oneMore = data.stream().allMatch(row -> row.cells().size() == known + 1);
    for (int i = 0; oneMore && i < known; i++) {
      boolean time =
          names.get(i).get(0).meaning().filter(m -> m.role() == ColumnRole.TIME).isPresent();
      if (time && CellKind.of(data, i).areDates() && CellKind.of(data, i + 1).areClocks()) {
        return with(names.subList(0, known), i + 1, "Time");
      }
    }
    if (oneMore && (CellKind.of(data, 0).areTimes() || areRowNumbers(data, 0))) {
      boolean firstIsTime =
          names.get(0).get(0).meaning().filter(m -> m.role() == ColumnRole.TIME).isPresent();
      if (!firstIsTime || CellKind.of(data, 1).areTimes()) {
        return with(names.subList(0, known), 0, "");
      }
    }
    return names;
  }

  private static boolean isEmpty(List<ColumnName> names) {
    return names.get(0).text().isEmpty();
  }

  private static List<List<ColumnName>> with(List<List<ColumnName>> names, int at, String name) {
    List<List<ColumnName>> completed = new ArrayList<>(names);
    completed.add(at, List.of(ColumnName.of(name)));
    return completed;
  }

  /** Returns whether a column counts the rows, from 0 or 1. */
  public static boolean areRowNumbers(List<Row> data, int column) {
    int expected = -1;
    for (Row row : data) {
      String cell = row.cell(column);
      if (!Cells.isDigits(cell) || cell.length() > 9) {
        return false;
      }
      int number = Integer.parseInt(cell);
      if (expected >= 0 ? number != expected : number > 1) {
        return false;
      }
      expected = number + 1;
    }
    return expected >= 0;
  }
}
