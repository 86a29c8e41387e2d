package io.tradeguard.marketdata;

import io.tradeguard.marketdata.layout.ColumnRole;
import io.tradeguard.marketdata.layout.Layout;
import io.tradeguard.marketdata.text.Cells;
import io.tradeguard.marketdata.text.NumberText;
import io.tradeguard.marketdata.text.TimeCell;
import io.tradeguard.marketdata.text.TimeText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows as bars, by where their file has what, and tells what it had to leave out. */
final class BarRows {
  private Layout layout;
  private final DecimalMark decimals;
  private final PriceCells prices;
  private final TimeColumn times;
  private final BarSeries series = new BarSeries();
  private final List<PendingBar> first = new ArrayList<>();
  private final int firstBars;
  private int open;
  private int high;
  private int low;
  private int close;
  private int volume;
  private int lastPrice;
  private final RowCounts counts = new RowCounts();
  private @Nullable String instrument;
  private long instrumentRow;

  /** One of the first bars, whose time is only known once all are read. */
  record PendingBar(
      int nano,
      @Nullable BigDecimal open,
      @Nullable BigDecimal high,
      @Nullable BigDecimal low,
      BigDecimal close,
      @Nullable BigDecimal volume) {}

  /**
   * Begins a file.
   *
   * @param firstBars how many of the first bars to keep whole
   */
  BarRows(Layout layout, DecimalMark decimals, int firstBars) {
    this.layout = layout;
    this.decimals = decimals;
    this.prices = new PriceCells(layout, decimals);
    this.firstBars = firstBars;
    this.times = new TimeColumn(layout.name(layout.time()));
    findPrices();
  }

  private void findPrices() {
    open = layout.column(ColumnRole.OPEN);
    high = layout.column(ColumnRole.HIGH);
    low = layout.column(ColumnRole.LOW);
    close = layout.column(ColumnRole.CLOSE);
    volume = layout.column(ColumnRole.VOLUME);
    lastPrice = Math.max(Math.max(open, high), Math.max(low, close));
  }

  /**
   * Takes the next row.
   *
   * @throws UnusableException if it is neither a bar nor one of those that may be left out
   */
  void accept(Row row) {
    if (row.isBlank() || row.isComment()) {
      return;
    }
    if (layout.orders().size() > 1) {
      layout = layout.after(row, decimals.mark());
      findPrices();
    }
    if (hasNoPrices(row)) {
      counts.skip(row);
      return;
    }
    layout.requireShape(row, lastPrice);
    String when = layout.time(row);
    TimeCell time = TimeText.parse(when);
    if (time != null && !time.hasDate()) {
      counts.skip(row);
      return;
    }
    if (time == null) {
      throw badTime(row, when);
    }
    requireInstrument(row);
    BigDecimal closing = prices.price(row, close);
    BigDecimal opening = prices.price(row, open);
    BigDecimal highest = prices.price(row, high);
    BigDecimal lowest = prices.price(row, low);
    if (closing == null) {
      if (opening == null && highest == null && lowest == null) {
        counts.skip(row);
        return;
      }
      throw prices.refusal(row, close, "must be more than 0.");
    }
    if (lowest != null && highest != null && lowest.compareTo(highest) > 0) {
      if (isSoundOtherwise(row)) {
        decimals.refuseIfDoubtful();
      }
      throw new UnusableException(
          Unusable.row(
              Unusable.Reason.BAD_ROW,
              row.number(),
              "the low price %s is above the high price %s. Check these two cells."
                  .formatted(lowest.toPlainString(), highest.toPlainString())));
    }
    if (series.size() == BarSeries.MAX_BARS) {
      throw new UnusableException(
          Unusable.row(
              Unusable.Reason.TOO_MANY_BARS,
              row.number(),
              "a backtest takes at most %,d bars. Split the file or use a longer interval."
                  .formatted(BarSeries.MAX_BARS)));
    }
    if (opening == null || highest == null || lowest == null) {
      counts.incomplete(row);
    }
    times.add(row.number(), time, when);
    if (first.size() < firstBars) {
      first.add(
          new PendingBar(
              time.nano(), opening, highest, lowest, closing, prices.volume(row, volume)));
    }
    series.add(time.nano(), closing);
  }

  /** Returns whether high and low make sense with the other decimal mark. */
  private boolean isSoundOtherwise(Row row) {
    BigDecimal highest = NumberText.parse(row.cell(high), decimals.other());
    BigDecimal lowest = NumberText.parse(row.cell(low), decimals.other());
    return highest != null && lowest != null && lowest.compareTo(highest) <= 0;
  }

  /** A row that says nothing of any price, or has no close, is no bar; nor is a heading again. */
  private boolean hasNoPrices(Row row) {
    boolean some = row.cells().size() > Math.min(Math.min(open, high), Math.min(low, close));
    return !some
        || (close < row.cells().size() && Cells.isNothing(row.cell(close)))
        || isHeadingAgain(row);
  }

  /** As where downloads were joined; the number of a column without a name is no heading. */
  private boolean isHeadingAgain(Row row) {
    String cell = row.cell(close);
    return cell.equals(layout.name(close)) && NumberText.parse(cell, decimals.mark()) == null;
  }

  private UnusableException badTime(Row row, String when) {
    return new UnusableException(
        Unusable.cell(
            Unusable.Reason.BAD_TIME,
            row.number(),
            layout.name(layout.time()),
            when,
            "is not a time that can be read. Write 2013-01-31 or 2013-01-31 09:30, with an offset"
                + " such as +01:00 if it is not UTC."));
  }

  private void requireInstrument(Row row) {
    String name = row.cell(layout.instrument());
    if (name.isEmpty()) {
      return;
    }
    if (instrument == null) {
      instrument = name;
      instrumentRow = row.number();
    } else if (!instrument.equalsIgnoreCase(name)) {
      throw new UnusableException(
          Unusable.cell(
              Unusable.Reason.SEVERAL_INSTRUMENTS,
              row.number(),
              layout.name(layout.instrument()),
              name,
              "is another instrument than '%s' in row %d. Keep the rows of one instrument."
                  .formatted(Unusable.cut(instrument), instrumentRow)));
    }
  }

  Layout layout() {
    return layout;
  }

  DecimalMark decimals() {
    return decimals;
  }

  BarSeries series() {
    return series;
  }

  TimeColumn times() {
    return times;
  }

  List<PendingBar> first() {
    return first;
  }

  RowCounts counts() {
    return counts;
  }
}
