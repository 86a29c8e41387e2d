package io.tradeguard.upload.content;

/**
 * Proves RFC 4180 text: UTF-8 with or without a byte order mark, comma, LF or CRLF, a header, and
 * every record as wide as it. A row is a record, the header being the first, and a column a field.
 */
final class CsvCheck implements ContentCheck {
  static final int MAX_RECORD_BYTES = 1 << 20;
  static final int MAX_COLUMNS = 1000;

  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  /** Bytes that mean nothing to the format: ASCII but NUL, comma, quote, CR, LF. */
  private static final boolean[] PLAIN = plain();

  private final Utf8 utf8 = new Utf8();
  private State state = State.FIELD_START;
  private int markBytes;
  private long row = 1;
  private int column = 1;
  private int width;
  private int recordBytes;

  private enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    QUOTE_IN_QUOTED,
    CARRIAGE_RETURN
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[256];
    for (int b = 1; b < 0x80; b++) {
      plain[b] = b != ',' && b != '"' && b != '\r' && b != '\n';
    }
    return plain;
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

  /** Takes the text of unquoted fields below the header, or else does nothing. */
  private boolean take(long word) {
    if (!AsciiWord.isAscii(word)
        || recordBytes > MAX_RECORD_BYTES - AsciiWord.BYTES
        || (AsciiWord.marks(word, '\0') | AsciiWord.marks(word, '"') | AsciiWord.marks(word, '\r'))
            != 0) {
      return false;
    }
    long commas = AsciiWord.marks(word, ',');
    long ends = AsciiWord.marks(word, '\n');
    if (ends == 0) {
      int last = column + Long.bitCount(commas);
      if (last > width) {
        return false;
      }
      column = last;
      recordBytes += AsciiWord.BYTES;
    } else {
      long record = AsciiWord.upToFirst(ends);
      int next = 1 + Long.bitCount(commas & ~record);
      boolean other = (ends & ~record) != 0 || next > width;
      if (other || column + Long.bitCount(commas & record) != width) {
        return false;
      }
      row++;
      column = next;
      recordBytes = AsciiWord.BYTES - 1 - AsciiWord.bytesBeforeFirst(ends);
    }
    state = AsciiWord.isLastMarked(commas | ends) ? State.FIELD_START : State.UNQUOTED;
    return true;
  }

  /** Takes as many bytes as a word has, or the rest, and the run of plain ones that they end in. */
  private int bytewise(byte[] bytes, int from, int end) throws ContentException {
    int at = from;
    while (at < end && at - from < AsciiWord.BYTES) {
      int start = at;
      if ((state == State.UNQUOTED || state == State.QUOTED) && utf8.isComplete()) {
        while (at < end && PLAIN[bytes[at] & 0xff]) {
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
      throw malformed("there is a NUL byte.");
    }
    if (!utf8.accept(b)) {
      throw malformed("the bytes are not valid UTF-8.");
    }
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
        } else if (!separator(b)) {
          throw malformed("text follows the closing quote.");
        }
      }
      case CARRIAGE_RETURN -> {
        if (b != '\n') {
          throw malformed("a carriage return without a line feed ends no record.");
        }
        endRecord();
      }
    }
  }

  private void fieldStart(int b) throws ContentException {
    if (b == '"') {
      state = State.QUOTED;
    } else if (!separator(b)) {
      state = State.UNQUOTED;
    }
  }

  private void unquoted(int b) throws ContentException {
    if (b == '"') {
      throw malformed("a quote stands inside a field that is not quoted.");
    }
    separator(b);
  }

  /** Acts on a comma or a line's end; returns false for any other byte. */
  private boolean separator(int b) throws ContentException {
    switch (b) {
      case ',' -> {
        column++;
        state = State.FIELD_START;
        if (column > MAX_COLUMNS) {
          throw malformed("there are more than " + MAX_COLUMNS + " columns.");
        }
        if (width > 0 && column > width) {
          throw malformed("the row is wider than the header, which has " + width + " columns.");
        }
      }
      case '\r' -> {
        requireHeader();
        state = State.CARRIAGE_RETURN;
      }
      case '\n' -> {
        requireHeader();
        endRecord();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void requireHeader() throws ContentException {
    if (row == 1 && column == 1 && state == State.FIELD_START) {
      throw malformed("the header is empty.");
    }
  }

  private void endRecord() throws ContentException {
    if (width == 0) {
      width = column;
    } else if (column != width) {
      throw malformed("the row has " + column + " columns, the header " + width + ".");
    }
    row++;
    column = 1;
    recordBytes = 0;
    state = State.FIELD_START;
  }

  @Override
  public void finish() throws ContentException {
    if (!utf8.isComplete()) {
      throw malformed("the bytes are not valid UTF-8.");
    }
    if (state == State.QUOTED) {
      throw malformed("the quoted field is never closed.");
    }
    if (state == State.CARRIAGE_RETURN) {
      throw malformed("a carriage return without a line feed ends no record.");
    }
    boolean betweenRecords = state == State.FIELD_START && column == 1;
    if (betweenRecords) {
      requireHeader();
    } else {
      endRecord();
    }
  }

  private MalformedContentException malformed(String problem) {
    return new MalformedContentException(row, column, problem);
  }
}
