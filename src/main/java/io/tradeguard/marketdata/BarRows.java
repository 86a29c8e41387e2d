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
  private static final BigDecimal MAX_PRICE = new BigDecimal("1E15");

  private final Layout layout;
  private final DecimalMark decimals;
  private final TimeColumn times;
  private final BarSeries series = new BarSeries();
  private final List<PendingBar> first = new ArrayList<>();
  private final int firstBars;
  private final int open;
  private final int high;
  private final int low;
  private final int close;
  private final int volume;
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
    this.firstBars = firstBars;
    this.times = new TimeColumn(layout.name(layout.time()));
    this.open = layout.column(ColumnRole.OPEN);
    this.high = layout.column(ColumnRole.HIGH);
    this.low = layout.column(ColumnRole.LOW);
    this.close = layout.column(ColumnRole.CLOSE);
    this.volume = layout.column(ColumnRole.VOLUME);
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
    if (hasNoPrices(row)) {
      counts.skip(row);
      return;
    }
    requireShape(row);
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
    BigDecimal closing = price(row, close);
    BigDecimal opening = price(row, open);
    BigDecimal highest = price(row, high);
    BigDecimal lowest = price(row, low);
    if (closing == null) {
      if (opening == null && highest == null && lowest == null) {
        counts.skip(row);
        return;
      }
      throw cell(row, close, "must be more than 0.");
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
      first.add(new PendingBar(time.nano(), opening, highest, lowest, closing, volume(row)));
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

  private void requireShape(Row row) {
    int width = row.width();
    boolean tooShort = row.cells().size() <= Math.max(Math.max(open, high), Math.max(low, close));
    if (tooShort || width > layout.width()) {
      throw new UnusableException(
          Unusable.row(
              Unusable.Reason.BAD_ROW,
              row.number(),
              "it has %d columns where %d are expected. Give every row the same columns; a number"
                      .formatted(width, layout.width())
                  + " that holds the separator itself must be in quotes."));
    }
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

  /** Returns a price, null if it is 0 or not there. */
  private @Nullable BigDecimal price(Row row, int column) {
    String text = row.cell(column);
    if (Cells.isNothing(text)) {
      return null;
    }
    BigDecimal price = NumberText.parse(text, decimals.mark());
    if (price == null) {
      throw cell(
          row,
          column,
          NumberText.isTooLong(text, decimals.mark())
              ? "has more digits than are read, %d of which %d decimals. Round it, such as to 1234.56."
                  .formatted(NumberText.MAX_DIGITS, NumberText.MAX_DECIMALS)
              : "is not a number that can be read. Write it like 1234.56.");
    }
    if (price.signum() < 0 || price.compareTo(MAX_PRICE) > 0) {
      throw cell(row, column, "must be more than 0 and at most 10^15.");
    }
    decimals.saw(row.number(), layout.name(column), text);
    return price.signum() == 0 ? null : price;
  }

  private UnusableException cell(Row row, int column, String detail) {
    return new UnusableException(
        Unusable.cell(
            Unusable.Reason.BAD_NUMBER,
            row.number(),
            layout.name(column),
            row.cell(column),
            detail));
  }

  /** The volume is shown, never counted with: what cannot be read is not told. */
  private @Nullable BigDecimal volume(Row row) {
    String text = row.cell(volume);
    return text.isEmpty() ? null : NumberText.parse(text, decimals.mark());
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
