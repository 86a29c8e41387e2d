package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.Unusable;
import io.tradeguard.marketdata.UnusableException;
import io.tradeguard.marketdata.text.Cells;
import java.util.ArrayList;
import java.util.List;

/**
 * Decimal commas that nobody put in quotes, in a file with commas between its cells and without a
 * heading: {@code 10,5,11,5,9,5,10,5} may be four prices in eight cells.
 */
final class SplitDecimals {
  private SplitDecimals() {}

  /** Returns whether all prices are digits alone. */
  static boolean areBare(List<Row> data, int first) {
    return data.stream().allMatch(row -> areBare(row, first, first + PriceOrders.PRICES));
  }

  private static boolean areBare(Row row, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Cells.isNothing(row.cell(i)) && !Cells.isDigits(row.cell(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses rows of several widths, and rows that are bars as well once their cells are joined in
   * pairs.
   *
   * @throws UnusableException that says how to write such prices
   */
  static void refuse(List<Row> data, int first) {
    int width = data.get(0).cells().size();
    for (Row row : data) {
      if (row.cells().size() != width) {
        throw otherWidth(row, row.cells().size(), width);
      }
    }
    int end = first + 2 * PriceOrders.PRICES;
    boolean enough =
        data.stream().allMatch(row -> row.cells().size() >= end && areBare(row, first, end));
    if (enough
        && !PriceOrders.of(data.stream().map(row -> joined(row, first)).toList(), first, '.')
            .isEmpty()) {
      String pair = data.get(0).cell(first) + ',' + data.get(0).cell(first + 1);
      throw new UnusableException(
          Unusable.row(
              Unusable.Reason.AMBIGUOUS_NUMBERS,
              data.get(0).number(),
              "'%s' may be two numbers or one with a decimal comma. Write decimals with a point,"
                      .formatted(Unusable.cut(pair))
                  + " or put such numbers in quotes."));
    }
  }

  /** Returns the refusal of a row that has not as many columns as it should. */
  static UnusableException otherWidth(Row row, int columns, int expected) {
    return new UnusableException(
        Unusable.row(
            Unusable.Reason.BAD_ROW,
            row.number(),
            "it has %d columns where %d are expected. Give every row the same columns; a number"
                    .formatted(columns, expected)
                + " that holds the separator itself must be in quotes."));
  }

  private static Row joined(Row row, int first) {
    List<String> cells = new ArrayList<>(row.cells().subList(0, first));
    for (int i = first; i < first + 2 * PriceOrders.PRICES; i += 2) {
      cells.add(row.cell(i) + '.' + row.cell(i + 1));
    }
    return new Row(row.number(), cells);
  }
}
