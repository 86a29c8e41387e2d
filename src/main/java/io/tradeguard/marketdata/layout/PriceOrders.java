package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.Unusable;
import io.tradeguard.marketdata.UnusableException;
import io.tradeguard.marketdata.text.NumberText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The orders in which exchanges hand out the four prices of a candle, told apart by the rows: in
 * each the high price is the highest and the low one the lowest. Rows that fit two orders have the
 * same closes in both, but for a candle that opens at its one end and closes at the other.
 */
final class PriceOrders {
  /** Open, high, low and close stand side by side. */
  static final int PRICES = 4;

  private static final List<List<ColumnRole>> ALL =
      List.of(
          List.of(ColumnRole.OPEN, ColumnRole.HIGH, ColumnRole.LOW, ColumnRole.CLOSE),
          List.of(ColumnRole.OPEN, ColumnRole.CLOSE, ColumnRole.HIGH, ColumnRole.LOW),
          List.of(ColumnRole.LOW, ColumnRole.HIGH, ColumnRole.OPEN, ColumnRole.CLOSE));

  private PriceOrders() {}

  /** Returns the orders in which all rows are bars, the prices beginning in some column. */
  static List<EnumMap<ColumnRole, Integer>> of(List<Row> rows, int first, char mark) {
    List<EnumMap<ColumnRole, Integer>> fitting = new ArrayList<>();
    for (List<ColumnRole> order : ALL) {
      EnumMap<ColumnRole, Integer> columns = new EnumMap<>(ColumnRole.class);
      order.forEach(role -> columns.put(role, first + order.indexOf(role)));
      if (rows.stream().allMatch(row -> fits(row, columns, mark))) {
        fitting.add(columns);
      }
    }
    return fitting;
  }

  /**
   * Returns those orders in which a row is a bar.
   *
   * @throws UnusableException if there is none, or the row's close depends on which is meant
   */
  static List<EnumMap<ColumnRole, Integer>> after(
      Row row, List<EnumMap<ColumnRole, Integer>> orders, char mark) {
    List<EnumMap<ColumnRole, Integer>> left =
        orders.stream().filter(order -> fits(row, order, mark)).toList();
    if (left.isEmpty()) {
      throw refusal(
          row, "its four prices are no bar in any order of columns that the rows above allow.");
    }
    BigDecimal close = price(row, left.get(0), ColumnRole.CLOSE, mark);
    if (left.stream()
        .anyMatch(order -> isOther(close, price(row, order, ColumnRole.CLOSE, mark)))) {
      throw refusal(row, "the close may be its second or its fourth price; no row tells which.");
    }
    return left;
  }

  private static UnusableException refusal(Row row, String detail) {
    return new UnusableException(
        Unusable.row(
            Unusable.Reason.MISSING_COLUMN,
            row.number(),
            "there is no heading, and "
                + detail
                + " Name the columns in the first row: date, open, high, low, close, volume."));
  }

  private static boolean fits(Row row, EnumMap<ColumnRole, Integer> columns, char mark) {
    BigDecimal high = price(row, columns, ColumnRole.HIGH, mark);
    BigDecimal low = price(row, columns, ColumnRole.LOW, mark);
    BigDecimal open = price(row, columns, ColumnRole.OPEN, mark);
    BigDecimal close = price(row, columns, ColumnRole.CLOSE, mark);
    if (high == null || low == null || open == null || close == null) {
      return true;
    }
    return high.compareTo(open.max(close)) >= 0 && low.compareTo(open.min(close)) <= 0;
  }

  private static boolean isOther(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one != null && other != null && one.compareTo(other) != 0;
  }

  private static @Nullable BigDecimal price(
      Row row, EnumMap<ColumnRole, Integer> columns, ColumnRole role, char mark) {
    return NumberText.parse(row.cell(columns.getOrDefault(role, -1)), mark);
  }
}
