package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.Unusable;
import io.tradeguard.marketdata.UnusableException;
import io.tradeguard.marketdata.text.ClockColumn;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a file has what a bar is made of; columns are counted from 0, -1 is none.
 *
 * @param names the heading of each column, or its number from 1 where the file has none
 * @param time the column of the time, or of the date alone
 * @param clock the column of the time of the day, where it stands apart
 * @param instrument the column that names what is traded
 * @param firstRow the index of the first row of data among those that were looked at
 * @param orders the orders that unnamed prices may still have, the present one first; empty where
 *     names tell
 * @param uniform whether a row of another width is a mistake rather than an unfinished row
 */
public record Layout(
    List<String> names,
    int time,
    int clock,
    EnumMap<ColumnRole, Integer> columns,
    int instrument,
    int firstRow,
    List<EnumMap<ColumnRole, Integer>> orders,
    boolean uniform) {

  public int column(ColumnRole role) {
    return columns.getOrDefault(role, -1);
  }

  /**
   * Returns what is left once a row has ruled out those orders in which it is no bar.
   *
   * @param mark before decimals
   * @throws UnusableException if no order is left, or two that give different closes
   */
  public Layout after(Row row, char mark) {
    List<EnumMap<ColumnRole, Integer>> left = PriceOrders.after(row, orders, mark);
    return new Layout(names, time, clock, left.get(0), instrument, firstRow, left, uniform);
  }

  /**
   * Requires that a row reaches as far as the prices do, and no further than the names.
   *
   * @param lastPrice the rightmost column of a price
   * @throws UnusableException if it does not
   */
  public void requireShape(Row row, int lastPrice) {
    int cells = row.cells().size();
    boolean other = uniform && cells != names.size();
    if (other || cells <= lastPrice || row.width() > names.size()) {
      throw SplitDecimals.otherWidth(row, other ? cells : row.width(), names.size());
    }
  }

  public String name(int column) {
    String name = column < names.size() ? names.get(column) : "";
    return name.isEmpty() ? String.valueOf(column + 1) : name;
  }

  /** Returns the time of a row as one text. */
  public String time(Row row) {
    return clock < 0 ? row.cell(time) : row.cell(time) + ' ' + ClockColumn.colons(row.cell(clock));
  }

  /** Returns the file's names by what they were taken for. */
  public Map<String, String> byRole() {
    Map<String, String> found = new LinkedHashMap<>();
    String when = name(time) + (clock < 0 ? "" : " + " + name(clock));
    found.put(ColumnRole.TIME.label(), Unusable.cut(when));
    columns.forEach((role, column) -> found.put(role.label(), Unusable.cut(name(column))));
    return found;
  }
}
