package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.text.NumberText;
import io.tradeguard.marketdata.text.TimeCell;
import io.tradeguard.marketdata.text.TimeText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows above the data: comments and other text, then the names of the columns, which may fill
 * several rows.
 *
 * @param names the names of each column, the row that knows most of them first
 * @param firstRow the index of the first row below
 */
public record Heading(List<List<ColumnName>> names, int firstRow) {
  private static final int MIN_ROLES = 2;

  /** Finds the heading among a file's first rows; empty if the data begins at once. */
  public static Optional<Heading> find(List<Row> rows) {
    int data = firstData(rows);
    int best = -1;
    int most = MIN_ROLES - 1;
    for (int i = 0; i < data; i++) {
      int roles = roles(rows.get(i)).size();
      if (roles > most && !hasNumbers(rows.get(i))) {
        best = i;
        most = roles;
      }
    }
    if (best < 0
        && data > 0
        && data < rows.size()
        && isAsWide(rows.get(data - 1), rows.get(data))) {
      best = data - 1;
    }
    return best < 0 ? Optional.empty() : Optional.of(of(rows, best, data));
  }

  /** Returns the index of the first row that looks like data, or how many rows there are. */
  public static int firstData(List<Row> rows) {
    int data = 0;
    while (data < rows.size() && !isData(rows.get(data))) {
      data++;
    }
    return data;
  }

  /** Text in every column just above the data names them, even if we know none of the names. */
  private static boolean isAsWide(Row above, Row data) {
    boolean filled = above.width() >= 2 && Math.abs(above.width() - data.width()) <= 1;
    return filled && !hasNumbers(above) && !above.isComment();
  }

  private static Heading of(List<Row> rows, int best, int data) {
    List<List<ColumnName>> names = new ArrayList<>();
    for (String cell : rows.get(best).cells()) {
      names.add(new ArrayList<>(List.of(ColumnName.of(cell))));
    }
    int next = best + 1;
    while (next < data && !hasNumbers(rows.get(next))) {
      for (int i = 0; i < names.size(); i++) {
        if (!rows.get(next).cell(i).isEmpty()) {
          names.get(i).add(ColumnName.of(rows.get(next).cell(i)));
        }
      }
      next++;
    }
    return new Heading(names, next);
  }

  private static Set<ColumnRole> roles(Row row) {
    Set<ColumnRole> roles = EnumSet.noneOf(ColumnRole.class);
    for (String cell : row.cells()) {
      ColumnName.of(cell).meaning().ifPresent(meaning -> roles.add(meaning.role()));
    }
    return roles;
  }

  /** A row of data has a time and a number beside it. */
  private static boolean isData(Row row) {
    boolean time = false;
    boolean number = false;
    for (int i = 0; i < row.cells().size(); i++) {
      String cell = row.cell(i);
      TimeCell parsed = TimeText.parse(cell);
      if (!time && parsed != null && parsed.hasDate()) {
        time = true;
      } else {
        number |= NumberText.isNumber(cell);
      }
    }
    return time && number && !row.isComment();
  }

  private static boolean hasNumbers(Row row) {
    for (int i = 0; i < row.cells().size(); i++) {
      if (NumberText.isNumber(row.cell(i))) {
        return true;
      }
    }
    return false;
  }
}
