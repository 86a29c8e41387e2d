package io.tradeguard.upload.content;

import java.util.Locale;

/**
 * Proves text that can be read row by row: UTF-8 with or without a byte order mark, RFC 4180
 * quotes, rows that end in LF, CRLF or CR, no control character but white space. Rows may be blank,
 * and of any width up to a bound: what they mean is not judged here. A row is a record, the first
 * being 1, and a column a field.
 */
final class CsvCheck implements ContentCheck {
  static final int MAX_RECORD_BYTES = 1 << 20;
  static final int MAX_COLUMNS = 1000;

  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};
  private static final int END_OF_DOS_FILE = 0x1A;
  private static final int DELETE = 0x7F;

  /** Bytes that mean nothing to the format: ASCII but controls, quote and separator. */
  private final boolean[] plain = new boolean[256];

  private final char separator;
  private final WrongEncoding encoding;
  private final Utf8 utf8 = new Utf8();
  private State state = State.FIELD_START;
  private boolean blank = true;
  private int markBytes;
  private long row = 1;
  private int column = 1;
  private int recordBytes;

  private enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED,
    CARRIAGE_RETURN,
    END_OF_FILE
  }

  /**
   * A check at the file's first byte.
   *
   * @param separator between two fields
   * @param encoding names what the bytes are instead, should they not be UTF-8
   */
  CsvCheck(char separator, WrongEncoding encoding) {
    this.separator = separator;
    this.encoding = encoding;
    for (int b = 0; b < DELETE; b++) {
      plain[b] = (b >= ' ' || isSpace(b)) && b != separator && b != '"' && b != '\r' && b != '\n';
    }
  }

  private static boolean isSpace(int b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ContentException {
    int end = offset + length;
    int at = offset;
    while (at < end && markBytes < BYTE_ORDER_MARK.length) {
      at = mark(bytes[at] & 0xff, at);
    }
    while (at < end) {
      at = bytewise(bytes, words(bytes, at, end), end);
    }
  }

  /** Takes eight bytes at a time while nothing in them can be wrong. */
  private int words(byte[] bytes, int from, int end) {
    int at = from;
    if ((state == State.FIELD_START || state == State.UNQUOTED) && utf8.isComplete()) {
      while (end - at >= AsciiWord.BYTES && take(AsciiWord.at(bytes, at))) {
        at += AsciiWord.BYTES;
      }
    }
    return at;
  }

  /** Takes the text of unquoted fields, or else does nothing. */
  private boolean take(long word) {
    if (!AsciiWord.isAscii(word)
        || recordBytes > MAX_RECORD_BYTES - AsciiWord.BYTES
        || column > MAX_COLUMNS - AsciiWord.BYTES
        || AsciiWord.marks(word, '"') != 0) {
      return false;
    }
    long separators = AsciiWord.marks(word, separator);
    long ends = AsciiWord.marks(word, '\n');
    long controls = AsciiWord.controls(word) & ~separators & ~ends;
    if (controls != 0) {
      return false;
    }
    if (ends == 0) {
      column += Long.bitCount(separators);
      recordBytes += AsciiWord.BYTES;
    } else {
      long lastRecord = AsciiWord.afterLast(ends);
      row += Long.bitCount(ends);
      column = 1 + Long.bitCount(separators & lastRecord);
      recordBytes = Long.bitCount(lastRecord) / Byte.SIZE;
    }
    blank = false;
    state = AsciiWord.isLastMarked(separators | ends) ? State.FIELD_START : State.UNQUOTED;
    return true;
  }

  /** Takes as many bytes as a word has, or the rest, and the run of plain ones that they end in. */
  private int bytewise(byte[] bytes, int from, int end) throws ContentException {
    int at = from;
    while (at < end && at - from < AsciiWord.BYTES) {
      int start = at;
      if ((state == State.UNQUOTED || state == State.QUOTED) && utf8.isComplete()) {
        while (at < end && plain[bytes[at] & 0xff]) {
          at++;
        }
        count(at - start);
      }
      if (at < end) {
        count(1);
        next(bytes[at++] & 0xff);
      }
    }
    return at;
  }

  /** Skips a byte order mark; what only begins like one is the first field's text. */
  private int mark(int b, int at) throws ContentException {
    if (b == BYTE_ORDER_MARK[markBytes]) {
      utf8.accept(b);
      markBytes++;
      return at + 1;
    }
    if (markBytes > 0) {
      state = State.UNQUOTED;
    }
    markBytes = BYTE_ORDER_MARK.length;
    return at;
  }

  private void count(int bytes) throws ContentException {
    recordBytes += bytes;
    if (recordBytes > MAX_RECORD_BYTES) {
      throw malformed("the record is longer than " + MAX_RECORD_BYTES + " bytes.");
    }
  }

  private void next(int b) throws ContentException {
    if (b == 0) {
      throw malformed("there is a NUL byte" + encoding.hint());
    }
    if (!utf8.accept(b)) {
      throw malformed("the bytes are not valid UTF-8" + encoding.hint());
    }
    if (state == State.CARRIAGE_RETURN) {
      state = State.FIELD_START;
      if (b == '\n') {
        recordBytes = 0;
        return;
      }
    }
    if (b == END_OF_DOS_FILE && state != State.QUOTED) {
      state = State.END_OF_FILE;
      return;
    }
    if ((b < ' ' && !isSpace(b)) || b == DELETE) {
      throw malformed(
          String.format(Locale.ROOT, "there is a control character (0x%02X); remove it.", b));
    }
    blank &= isSpace(b);
    switch (state) {
      case FIELD_START -> fieldStart(b);
      case UNQUOTED -> unquoted(b);
      case QUOTED -> {
        if (b == '"') {
          state = State.QUOTE_IN_QUOTED;
        }
      }
      case QUOTE_IN_QUOTED -> {
        if (b == '"') {
          state = State.QUOTED;
        } else if (!separates(b)) {
          throw malformed("text follows the closing quote; a quote in quotes is doubled.");
        }
      }
      default -> {
        if (!isSpace(b)) {
          throw malformed("text follows the mark of the file's end (Ctrl-Z).");
        }
      }
    }
  }

  private void fieldStart(int b) throws ContentException {
    if (b == '"') {
      state = State.QUOTED;
    } else if (!separates(b)) {
      state = State.UNQUOTED;
    }
  }

  private void unquoted(int b) throws ContentException {
    if (b == '"') {
      throw malformed("a quote stands inside a field that is not quoted; quote the whole field.");
    }
    separates(b);
  }

  /** Acts on a separator or a line's end; returns false for any other byte. */
  private boolean separates(int b) throws ContentException {
    if (b == separator) {
      column++;
      state = State.FIELD_START;
      if (column > MAX_COLUMNS) {
        throw malformed("there are more than " + MAX_COLUMNS + " columns.");
      }
      return true;
    }
    if (b != '\r' && b != '\n') {
      return false;
    }
    row++;
    column = 1;
    recordBytes = 0;
    state = b == '\r' ? State.CARRIAGE_RETURN : State.FIELD_START;
    return true;
  }

  @Override
  public void finish() throws ContentException {
    if (!utf8.isComplete()) {
      throw malformed("the bytes are not valid UTF-8" + encoding.hint());
    }
    if (state == State.QUOTED) {
      throw malformed("the quoted field is never closed.");
    }
    if (blank) {
      throw new MalformedContentException(1, 1, "there is no text in the file.");
    }
  }

  MalformedContentException malformed(String problem) {
    return new MalformedContentException(row, column, problem);
  }
}
