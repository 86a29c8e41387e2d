package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.DecimalMark;
import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.Unusable;
import io.tradeguard.marketdata.UnusableException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/**
 * Finds the columns of a file without a heading: the time, or a date and a time of the day, then
 * four prices in one of the orders in which exchanges hand out candles, then perhaps the volume. An
 * order is taken only if in every row its high price is the highest and its low one the lowest.
 */
public final class PositionalLayout {
  private static final int PRICES = PriceOrders.PRICES;

  private PositionalLayout() {}

  /**
   * Finds the columns.
   *
   * @param rows the file's first
   * @param separator of their cells
   * @throws UnusableException if the rows are no bars in a known order
   */
  public static Layout of(List<Row> rows, char separator) {
    int firstRow = Heading.firstData(rows);
    if (firstRow == rows.size()) {
      throw new UnusableException(
          Unusable.file(
              Unusable.Reason.NO_BARS,
              separator == DecimalMark.JSON
                  ? "The document has no list of bars: of arrays with time, open, high, low, close"
                      + " and volume, or of objects with these names."
                  : "The file has no row with a time and prices. Its first row should name the"
                      + " columns date, open, high, low, close, volume."));
    }
    List<Row> data =
        rows.subList(firstRow, rows.size()).stream()
            .filter(row -> !row.isBlank() && !row.isComment())
            .toList();
    int width = data.get(0).cells().size();
    int time = 0;
    while (!CellKind.of(data, time).areTimes()) {
      if (++time == width) {
        throw new UnusableException(
            Unusable.row(
                Unusable.Reason.NO_TIMES,
                data.get(0).number(),
                "no column gives the time of a bar. Name the columns in the first row: date, open,"
                    + " high, low, close, volume."));
      }
    }
    boolean clocks =
        CellKind.of(data, time).areDates()
            && time + 1 < width
            && CellKind.of(data, time + 1).areClocks();
    // Bare digits may be prices as well: then the prices must begin behind them to make sense.
    boolean apart =
        clocks
            && (!CellKind.of(data, time + 1).areNumbers()
                || PriceOrders.of(data, time + 1, mark(data, time + 1, separator).mark())
                    .isEmpty());
    int first = time + (apart ? 2 : 1);
    requirePrices(data, first, width);
    boolean bare = separator == ',' && SplitDecimals.areBare(data, first);
    if (bare) {
      SplitDecimals.refuse(data, first);
    }
    DecimalMark mark = mark(data, first, separator);
    List<EnumMap<ColumnRole, Integer>> orders = PriceOrders.of(data, first, mark.mark());
    if (orders.isEmpty()) {
      throw unknownOrder(data, first, mark);
    }
    if (CellKind.of(data, first + PRICES).areNumbers()) {
      orders.forEach(order -> order.put(ColumnRole.VOLUME, first + PRICES));
    }
    int instrument = time > 0 && !CellKind.of(data, 0).areNumbers() ? 0 : -1;
    return new Layout(
        numbers(width),
        time,
        apart ? time + 1 : -1,
        orders.get(0),
        instrument,
        firstRow,
        orders,
        bare);
  }

  private static void requirePrices(List<Row> data, int first, int width) {
    int numbers = 0;
    while (first + numbers < width && CellKind.of(data, first + numbers).areNumbers()) {
      numbers++;
    }
    if (numbers < PRICES) {
      throw NotBars.refusal(
          numbers == 1 ? Unusable.Reason.SINGLE_PRICES : Unusable.Reason.TRADES,
          "open",
          "There is no heading, and a time with %d %s is no bar but a %s"
              .formatted(
                  numbers,
                  numbers == 1 ? "number" : "numbers",
                  numbers == 1 ? "single price" : "single trade or quote (a tick)"));
    }
  }

  /** Where thousands may be decimals, that is what keeps the rows from being bars. */
  private static UnusableException unknownOrder(List<Row> data, int first, DecimalMark mark) {
    if (!PriceOrders.of(data, first, mark.other()).isEmpty()) {
      for (Row row : data) {
        for (int i = first; i < first + PRICES; i++) {
          mark.saw(row.number(), String.valueOf(i + 1), row.cell(i));
        }
      }
      mark.refuseIfDoubtful();
    }
    return new UnusableException(
        Unusable.row(
            Unusable.Reason.MISSING_COLUMN,
            data.get(0).number(),
            "there is no heading, and the four numbers after the time are no open, high, low and"
                + " close in a known order. Name the columns in the first row: date, open, high,"
                + " low, close, volume."));
  }

  private static DecimalMark mark(List<Row> data, int first, char separator) {
    List<String> prices = new ArrayList<>();
    for (Row row : data) {
      for (int i = first; i < first + PRICES; i++) {
        prices.add(row.cell(i));
      }
    }
    return new DecimalMark(separator, prices);
  }

  private static List<String> numbers(int width) {
    List<String> numbers = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      numbers.add(String.valueOf(i));
    }
    return numbers;
  }
}
