package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Unusable;
import io.tradeguard.marketdata.UnusableException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a file is instead, whose columns do not make bars. */
public final class NotBars {
  private static final int MAX_NAMES = 12;

  private NotBars() {}

  /**
   * Refuses columns among which a price is missing.
   *
   * @throws UnusableException saying which, and what the file seems to be
   */
  public static void refuse(List<ColumnName> names, Map<ColumnRole, Integer> columns) {
    List<ColumnRole> missing =
        ColumnRole.PRICES.stream().filter(role -> !columns.containsKey(role)).toList();
    if (missing.isEmpty()) {
      return;
    }
    String first = missing.get(0).label();
    String there = list(names);
    if (has(names, "bid") && has(names, "ask")) {
      throw refusal(
          Unusable.Reason.QUOTES,
          first,
          "These are quotes (bid and ask), not bars: there are " + there);
    }
    boolean price = columns.containsKey(ColumnRole.CLOSE);
    if (price && missing.size() == 3) {
      boolean trades = has(names, "amount", "qty", "quantity", "size", "side", "trade", "tid");
      throw trades
          ? refusal(
              Unusable.Reason.TRADES,
              first,
              "These are single trades (ticks), not bars: there are " + there)
          : refusal(
              Unusable.Reason.SINGLE_PRICES,
              first,
              "These are single prices, not bars: there are " + there);
    }
    throw new UnusableException(
        Unusable.column(
            Unusable.Reason.MISSING_COLUMN,
            first,
            "Column '%s' is missing: there are %s. Name the column that holds it '%s'."
                .formatted(first, there, first)));
  }

  public static UnusableException refusal(Unusable.Reason reason, String column, String detail) {
    return new UnusableException(
        Unusable.column(
            reason, column, detail + ". A backtest needs open, high, low and close of each bar."));
  }

  private static boolean has(List<ColumnName> names, String... words) {
    return names.stream().anyMatch(name -> name.has(words));
  }

  /** Lists the columns of a file, as far as a sentence can hold them. */
  public static String list(List<ColumnName> names) {
    String some =
        names.stream()
            .limit(MAX_NAMES)
            .map(
                name -> name.text().isEmpty() ? "(no name)" : "'" + Unusable.cut(name.text()) + "'")
            .collect(Collectors.joining(", "));
    return some.length() > 4 * Unusable.MAX_FOUND
        ? some.substring(0, 4 * Unusable.MAX_FOUND) + "…"
        : names.size() > MAX_NAMES ? some + ", …" : some;
  }
}
