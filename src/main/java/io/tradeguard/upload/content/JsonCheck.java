package io.tradeguard.upload.content;

import java.nio.charset.StandardCharsets;

/**
 * Proves one JSON value (RFC 8259) in UTF-8. A row is a line, a column a character of it. Our own
 * automaton rather than a library's parser because those keep every name they meet, so that a file
 * of distinct names would fill the memory.
 */
final class JsonCheck implements ContentCheck {
  static final int MAX_TOKEN_BYTES = 1 << 20;
  static final int MAX_DEPTH = 64;

  private final WrongEncoding encoding;
  private final Utf8 utf8 = new Utf8();
  private final JsonNumber number = new JsonNumber();
  private final boolean[] inObject = new boolean[MAX_DEPTH];
  private State state = State.VALUE;
  private int depth;
  private boolean key;
  private byte[] literal = {};
  private int tokenBytes;
  private int hexDigits;
  private long row = 1;
  private long column;

  private enum State {
    VALUE,
    VALUE_OR_END,
    KEY_OR_END,
    KEY,
    COLON,
    COMMA_OR_END,
    DONE,
    STRING,
    ESCAPE,
    UNICODE,
    LITERAL,
    NUMBER
  }

  /**
   * A check at the file's first byte.
   *
   * @param encoding names what the bytes are instead, should they not be UTF-8
   */
  JsonCheck(WrongEncoding encoding) {
    this.encoding = encoding;
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws ContentException {
    for (int at = offset; at < offset + length; at++) {
      int b = bytes[at] & 0xff;
      if ((b & 0xC0) != 0x80) {
        column++;
      }
      if (b == 0) {
        throw malformed("there is a NUL byte" + encoding.hint());
      }
      if (!utf8.accept(b)) {
        throw malformed("the bytes are not valid UTF-8" + encoding.hint());
      }
      if (state == State.STRING) {
        string(b);
      } else {
        next(b);
      }
      if (b == '\n') {
        row++;
        column = 0;
      }
    }
  }

  private void string(int b) throws ContentException {
    countToken();
    if (b == '"') {
      state = key ? State.COLON : afterValue();
      key = false;
    } else if (b == '\\') {
      state = State.ESCAPE;
    } else if (b < 0x20) {
      throw malformed("a control character must be escaped in a string.");
    }
  }

  private void next(int b) throws ContentException {
    switch (state) {
      case VALUE, VALUE_OR_END, KEY_OR_END, KEY, COLON, COMMA_OR_END, DONE -> {
        if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
          structure(b);
        }
      }
      case ESCAPE -> escape(b);
      case UNICODE -> unicode(b);
      case LITERAL -> literal(b);
      default -> number(b);
    }
  }

  private void structure(int b) throws ContentException {
    switch (state) {
      case VALUE -> value(b);
      case VALUE_OR_END -> {
        if (b == ']') {
          close();
        } else {
          value(b);
        }
      }
      case KEY_OR_END, KEY -> {
        if (b == '"') {
          key = true;
          tokenBytes = 0;
          state = State.STRING;
        } else if (b == '}' && state == State.KEY_OR_END) {
          close();
        } else {
          throw malformed("a name in quotes is expected.");
        }
      }
      case COLON -> {
        if (b != ':') {
          throw malformed("a colon is expected.");
        }
        state = State.VALUE;
      }
      case COMMA_OR_END -> commaOrEnd(b);
      default -> throw malformed("there must be nothing after the value.");
    }
  }

  private void value(int b) throws ContentException {
    tokenBytes = 0;
    switch (b) {
      case '{' -> open(true);
      case '[' -> open(false);
      case '"' -> state = State.STRING;
      case 't' -> beginLiteral("true");
      case 'f' -> beginLiteral("false");
      case 'n' -> beginLiteral("null");
      default -> {
        if (!number.begin(b)) {
          throw malformed("a value is expected.");
        }
        state = State.NUMBER;
      }
    }
  }

  private void beginLiteral(String word) {
    literal = word.getBytes(StandardCharsets.US_ASCII);
    tokenBytes = 1;
    state = State.LITERAL;
  }

  private void literal(int b) throws ContentException {
    if (b != literal[tokenBytes]) {
      throw malformed("there is no such value; true, false and null are.");
    }
    if (++tokenBytes == literal.length) {
      state = afterValue();
    }
  }

  private void open(boolean object) throws ContentException {
    if (depth == MAX_DEPTH) {
      throw malformed("the nesting is deeper than " + MAX_DEPTH + ".");
    }
    inObject[depth++] = object;
    state = object ? State.KEY_OR_END : State.VALUE_OR_END;
  }

  private void close() {
    depth--;
    state = afterValue();
  }

  private State afterValue() {
    return depth == 0 ? State.DONE : State.COMMA_OR_END;
  }

  private void commaOrEnd(int b) throws ContentException {
    boolean object = inObject[depth - 1];
    if (b == ',') {
      state = object ? State.KEY : State.VALUE;
    } else if (b == (object ? '}' : ']')) {
      close();
    } else {
      throw malformed("a comma or " + (object ? "'}'" : "']'") + " is expected.");
    }
  }

  private void escape(int b) throws ContentException {
    countToken();
    switch (b) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> state = State.STRING;
      case 'u' -> {
        hexDigits = 4;
        state = State.UNICODE;
      }
      default -> throw malformed("there is no such escape in a string.");
    }
  }

  private void unicode(int b) throws ContentException {
    countToken();
    if (Character.digit(b, 16) < 0) {
      throw malformed("an escape \\u needs four hexadecimal digits.");
    }
    if (--hexDigits == 0) {
      state = State.STRING;
    }
  }

  private void number(int b) throws ContentException {
    countToken();
    if (number.accept(b)) {
      return;
    }
    if (!number.isWhole() || !(b == ',' || b == ']' || b == '}' || b <= ' ')) {
      throw malformed("the number is malformed.");
    }
    state = afterValue();
    next(b);
  }

  private void countToken() throws ContentException {
    if (++tokenBytes > MAX_TOKEN_BYTES) {
      throw malformed("a token is longer than " + MAX_TOKEN_BYTES + " bytes.");
    }
  }

  @Override
  public void finish() throws ContentException {
    boolean whole =
        state == State.DONE || (depth == 0 && state == State.NUMBER && number.isWhole());
    if (!whole || !utf8.isComplete()) {
      throw malformed("the file ends within a value.");
    }
  }

  private MalformedContentException malformed(String problem) {
    return new MalformedContentException(row, Math.max(1, column), problem);
  }
}
