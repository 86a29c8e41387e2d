package io.tradeguard.marketdata.layout;

import io.tradeguard.marketdata.Row;
import io.tradeguard.marketdata.text.Cells;
import io.tradeguard.marketdata.text.ClockColumn;
import io.tradeguard.marketdata.text.NumberText;
import io.tradeguard.marketdata.text.TimeCell;
import io.tradeguard.marketdata.text.TimeText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the cells of a column hold in a file's first rows, empty ones not counted.
 *
 * @param dates how many are dates without a time of the day
 * @param times how many are times since 1970 or dates with a time of the day
 * @param numbers how many are numbers of another kind
 * @param distinct how many different ones there are
 */
public record CellKind(
    int cells, int dates, int times, int epochs, int clocks, int numbers, int distinct) {

  public static CellKind of(List<Row> rows, int column) {
    int cells = 0;
    int dates = 0;
    int times = 0;
    int epochs = 0;
    int clocks = 0;
    int numbers = 0;
    Set<String> distinct = new HashSet<>();
    for (Row row : rows) {
      String cell = row.cell(column);
      if (Cells.isNothing(cell)) {
        continue;
      }
      cells++;
      distinct.add(cell);
      TimeCell time = TimeText.parse(cell);
      if (time != null && time.hasDate()) {
        epochs += time.kind() == TimeCell.Kind.EPOCH ? 1 : 0;
        times += time.timed() ? 1 : 0;
        dates += time.timed() ? 0 : 1;
      }
      clocks += ClockColumn.isClock(cell) ? 1 : 0;
      numbers += NumberText.isNumber(cell) ? 1 : 0;
    }
    return new CellKind(cells, dates, times, epochs, clocks, numbers, distinct.size());
  }

  public boolean areDates() {
    return cells > 0 && 2 * dates > cells;
  }

  /** Returns whether most cells say a day, with or without a time. */
  public boolean areTimes() {
    return cells > 0 && 2 * (dates + times) > cells;
  }

  public boolean areClocks() {
    return cells > 0 && 2 * clocks > cells;
  }

  public boolean areEpochs() {
    return cells > 0 && 2 * epochs > cells;
  }

  public boolean areNumbers() {
    return cells > 0 && 2 * numbers > cells;
  }
}
