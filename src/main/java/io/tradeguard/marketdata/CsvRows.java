package io.tradeguard.marketdata;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.tradeguard.marketdata.text.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a CSV file; memory does not grow with it. The stream is left open. */
final class CsvRows implements Rows {
  private static final int MAX_RECORD_CHARACTERS = 1 << 20;
  private static final char END_OF_DOS_FILE = 0x1A;

  private final Iterator<CsvRecord> records;
  private final TextEncoding encoding;
  private long number;

  CsvRows(InputStream csv, TextEncoding encoding, char separator) throws IOException {
    this.encoding = encoding;
    this.records = records(csv, encoding, separator);
  }

  private Iterator<CsvRecord> records(InputStream csv, TextEncoding encoding, char separator)
      throws IOException {
    try {
      return CsvReader.builder()
          .fieldSeparator(separator)
          .detectBomHeader(false)
          .skipEmptyLines(false)
          .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
          .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
          .maxBufferSize(MAX_RECORD_CHARACTERS)
          .ofCsvRecord(afterMark(new InputStreamReader(csv, encoding.charset().newDecoder())))
          .iterator();
    } catch (CharacterCodingException e) {
      throw notInItsEncoding();
    }
  }

  private UnusableException notInItsEncoding() {
    return new UnusableException(
        Unusable.row(
            Unusable.Reason.NOT_READABLE,
            number + 1,
            "the text is not " + encoding.label() + ". Save the file as UTF-8."));
  }

  /** Skips a byte order mark, behind which a quote would not open a cell. */
  private static Reader afterMark(Reader text) throws IOException {
    PushbackReader unread = new PushbackReader(text, 1);
    int first = unread.read();
    if (first >= 0 && first != '\uFEFF') {
      unread.unread(first);
    }
    return unread;
  }

  @Override
  public @Nullable Row next() throws IOException {
    try {
      if (!records.hasNext()) {
        return null;
      }
      List<String> cells = records.next().getFields();
      number++;
      if (cells.size() == 1 && isEnd(cells.get(0))) {
        return new Row(number, List.of(""));
      }
      return new Row(number, cells);
    } catch (CsvParseException e) {
      throw new UnusableException(
          Unusable.row(
              Unusable.Reason.NOT_READABLE,
              number + 1,
              "it is not CSV. A quoted cell ends in a quote, and a quote in it is doubled."));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw notInItsEncoding();
      }
      throw e.getCause();
    }
  }

  private static boolean isEnd(String cell) {
    return !cell.isEmpty() && cell.chars().allMatch(c -> c == END_OF_DOS_FILE);
  }
}
