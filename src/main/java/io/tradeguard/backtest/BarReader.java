package io.tradeguard.backtest;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.tradeguard.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads market data from CSV, row by row: memory does not grow with the file. Rows are counted as a
 * spreadsheet shows them, so the header is row 1.
 */
final class BarReader {
  /** The most bars of one backtest; more would hold a request for too long. */
  static final int MAX_BARS = 1_000_000;

  private static final int MAX_RECORD_CHARACTERS = 1 << 20;
  private static final int MAX_NUMBER_LENGTH = 48;
  private static final int MAX_DECIMALS = 32;
  private static final BigDecimal MAX_PRICE = new BigDecimal("1E15");

  private final Consumer<Bar> bars;
  private long row;
  private @Nullable BarColumns columns;
  private @Nullable Instant last;

  private BarReader(Consumer<Bar> bars) {
    this.bars = bars;
  }

  /**
   * Passes every bar of a file on, oldest first. The stream is left open.
   *
   * @throws ProblemException 422 naming the column or the row that is wrong
   * @throws IOException if the file cannot be read
   */
  static void read(InputStream csv, Consumer<Bar> bars) throws IOException {
    InputStreamReader text = new InputStreamReader(csv, StandardCharsets.UTF_8.newDecoder());
    BarReader reader = new BarReader(bars);
    try {
      @SuppressWarnings("resource") // Closing it would close the caller's stream.
      Iterator<CsvRecord> records =
          CsvReader.builder()
              .detectBomHeader(false)
              .skipEmptyLines(true)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .maxBufferSize(MAX_RECORD_CHARACTERS)
              .ofCsvRecord(text)
              .iterator();
      while (records.hasNext()) {
        reader.accept(records.next());
      }
    } catch (CsvParseException e) {
      throw BadData.row(reader.row + 1, "it is not CSV.");
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw BadData.row(reader.row + 1, "it is not UTF-8.");
      }
      throw e.getCause();
    }
    if (reader.columns == null) {
      throw BadData.row(1, "the file has no header.");
    }
  }

  private void accept(CsvRecord cells) {
    row++;
    BarColumns known = columns;
    if (known == null) {
      columns = BarColumns.of(cells.getFields().stream().map(BarReader::withoutMark).toList());
      return;
    }
    if (row > MAX_BARS + 1L) {
      throw BadData.row(row, "a backtest takes at most " + MAX_BARS + " bars.");
    }
    if (cells.getFieldCount() != known.width()) {
      throw BadData.row(
          row,
          "it has " + cells.getFieldCount() + " columns, the header has " + known.width() + ".");
    }
    bars.accept(bar(known, cells));
  }

  private Bar bar(BarColumns at, CsvRecord cells) {
    Instant time =
        BarTime.parse(cells.getField(at.time()))
            .orElseThrow(() -> BadData.cell(row, at.timeName(), "it is not a time."));
    if (last != null && !time.isAfter(last)) {
      throw BadData.cell(row, at.timeName(), "the time must be later than in the row before.");
    }
    last = time;
    Bar bar =
        new Bar(
            time,
            price("open", cells.getField(at.open())),
            price("high", cells.getField(at.high())),
            price("low", cells.getField(at.low())),
            price("close", cells.getField(at.close())),
            number("volume", cells.getField(at.volume())));
    if (bar.low().compareTo(bar.high()) > 0) {
      throw BadData.row(row, "the low price is above the high one.");
    }
    if (bar.volume().signum() < 0) {
      throw BadData.cell(row, "volume", "it must not be negative.");
    }
    return bar;
  }

  private BigDecimal price(String column, String text) {
    BigDecimal price = number(column, text);
    if (price.signum() <= 0 || price.compareTo(MAX_PRICE) > 0) {
      throw BadData.cell(row, column, "a price must be positive and at most 10^15.");
    }
    return price;
  }

  /** Bounded digits keep every sum of prices exact. */
  private BigDecimal number(String column, String text) {
    String digits = text.strip();
    if (digits.length() <= MAX_NUMBER_LENGTH) {
      try {
        BigDecimal number = new BigDecimal(digits);
        if (Math.abs((long) number.scale()) <= MAX_DECIMALS) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw BadData.cell(row, column, "it is not a number.");
      }
    }
    throw BadData.cell(row, column, "the number has too many digits.");
  }

  private static String withoutMark(String cell) {
    return cell.startsWith("\uFEFF") ? cell.substring(1) : cell;
  }
}
