package io.tradeguard.marketdata;

import io.tradeguard.marketdata.layout.ColumnRole;
import io.tradeguard.marketdata.layout.Heading;
import io.tradeguard.marketdata.layout.Layout;
import io.tradeguard.marketdata.layout.NamedLayout;
import io.tradeguard.marketdata.layout.PositionalLayout;
import io.tradeguard.marketdata.text.Separator;
import io.tradeguard.marketdata.text.TextEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file as bars of one instrument, in one pass: its first bytes tell the encoding and the
 * separator, its first rows the columns, and every row is a bar or is left out. Memory is bounded
 * by {@link BarSeries#MAX_BARS}, whatever the file's size.
 */
public final class MarketDataReader {
  /**
   * Grows with each change of what files are understood to be, so that they are looked at again.
   */
  public static final int RULES = 3;

  /** Rows that are left out cost time too. */
  static final int MAX_ROWS = 3 * BarSeries.MAX_BARS;

  private static final int FIRST_BARS = 5;
  private static final int LOOK_AHEAD_ROWS = 100;
  private static final int LOOK_AHEAD_CHARACTERS = 1 << 20;

  /**
   * What was read.
   *
   * @param series empty where the file is no series of bars, as {@link MarketData#problem} says
   */
  public record Result(MarketData found, Optional<BarSeries> series) {}

  private final int firstBars;

  public MarketDataReader() {
    this(FIRST_BARS);
  }

  /**
   * A reader that tells more of the first bars.
   *
   * @param firstBars how many of them the answer repeats
   */
  MarketDataReader(int firstBars) {
    this.firstBars = firstBars;
  }

  /**
   * Reads a file to its end, or to what makes it unusable. The stream is left open.
   *
   * @throws IOException if it cannot be read
   */
  public Result read(InputStream file, FileForm form) throws IOException {
    byte[] sample = file.readNBytes(TextEncoding.SAMPLE_BYTES);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(sample), file);
    TextEncoding encoding = form == FileForm.JSON ? TextEncoding.UTF_8 : TextEncoding.of(sample);
    char separator = form == FileForm.JSON ? DecimalMark.JSON : Separator.of(sample, encoding);
    String shown = form == FileForm.JSON ? null : String.valueOf(separator);
    try {
      Rows rows =
          form == FileForm.JSON ? new JsonRows(whole) : new CsvRows(whole, encoding, separator);
      return read(rows, separator, shown, encoding.label());
    } catch (UnusableException e) {
      return new Result(MarketData.of(e.unusable(), shown, encoding.label()), Optional.empty());
    }
  }

  private Result read(Rows rows, char separator, @Nullable String shown, String encoding)
      throws IOException {
    List<Row> head = head(rows);
    Optional<Heading> heading = Heading.find(head);
    Layout layout =
        heading.isPresent()
            ? NamedLayout.of(heading.get(), head)
            : PositionalLayout.of(head, separator);
    List<Row> data = head.subList(layout.firstRow(), head.size());
    BarRows bars = new BarRows(layout, new DecimalMark(separator, prices(layout, data)), firstBars);
    data.forEach(bars::accept);
    for (Row row = rows.next(); row != null; row = rows.next()) {
      if (row.number() > MAX_ROWS) {
        throw new UnusableException(
            Unusable.row(
                Unusable.Reason.TOO_MANY_BARS,
                row.number(),
                "a file may have at most %,d rows, those without prices among them. Remove these."
                    .formatted(MAX_ROWS)));
      }
      bars.accept(row);
    }
    if (bars.series().size() == 0) {
      throw new UnusableException(
          Unusable.file(
              Unusable.Reason.NO_BARS,
              "The file has no row with a time and the prices open, high, low and close."));
    }
    return settled(bars, shown, encoding);
  }

  private static List<Row> head(Rows rows) throws IOException {
    List<Row> head = new ArrayList<>();
    int characters = 0;
    while (head.size() < LOOK_AHEAD_ROWS && characters < LOOK_AHEAD_CHARACTERS) {
      Row row = rows.next();
      if (row == null) {
        break;
      }
      head.add(row);
      characters += row.cells().stream().mapToInt(String::length).sum();
    }
    return head;
  }

  private static List<String> prices(Layout layout, List<Row> data) {
    List<String> prices = new ArrayList<>();
    for (Row row : data) {
      for (ColumnRole role : ColumnRole.PRICES) {
        prices.add(row.cell(layout.column(role)));
      }
    }
    return prices;
  }

  private static Result settled(BarRows bars, @Nullable String separator, String encoding) {
    List<String> doubts = bars.decimals().settle();
    TimeTrack track = bars.times().settle();
    BarSeries series = bars.series();
    series.settle(track.seconds(), track.isFalling());
    List<Bar> first = new ArrayList<>();
    for (BarRows.PendingBar bar : bars.first()) {
      Instant time = Instant.ofEpochSecond(track.seconds().get(first.size()), bar.nano());
      first.add(new Bar(time, bar.open(), bar.high(), bar.low(), bar.close(), bar.volume()));
    }
    Map<String, String> columns = bars.layout().byRole();
    MarketData found =
        new MarketData(
            (long) series.size(),
            series.time(0),
            series.time(series.size() - 1),
            Interval.of(track.seconds()),
            columns,
            separator,
            encoding,
            track.isFalling() ? "falling" : "rising",
            bars.counts().skipped(),
            notes(bars, track, doubts),
            first,
            null);
    return new Result(found, Optional.of(series));
  }

  private static List<String> notes(BarRows bars, TimeTrack track, List<String> doubts) {
    List<String> notes = new ArrayList<>();
    if (track.isFalling()) {
      notes.add("The newest bar stands first; the rows were turned round.");
    }
    notes.addAll(bars.counts().notes());
    notes.addAll(doubts);
    if (track.repeated() > 0) {
      notes.add(
          "%s the time of the bar before; the first is row %d, and all were kept."
              .formatted(
                  RowCounts.counted(track.repeated(), "bar has", "bars have"),
                  track.firstRepeated()));
    }
    return notes;
  }
}
