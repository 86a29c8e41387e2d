package io.tradeguard.marketdata;

/** A place in a short text that moves on as pieces of it are taken. */
final class Scanner {
  private final String text;
  private int at;

  Scanner(String text) {
    this.text = text;
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  /** Returns the next character, or NUL at the end. */
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  void skip(int characters) {
    at += characters;
  }

  boolean take(char expected) {
    if (peek() == expected && !isAtEnd()) {
      at++;
      return true;
    }
    return false;
  }

  void skipSpaces() {
    while (peek() == ' ' || peek() == '\u00A0' || peek() == '\u202F') {
      at++;
    }
  }

  /** Returns how many ASCII digits come next. */
  int digits() {
    return Cells.digitsFrom(text, at);
  }

  /** Takes some digits, at most nine. */
  int number(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + (text.charAt(at++) - '0');
    }
    return value;
  }

  /** Takes the ASCII letters that come next, in lower case; the text has no longer words. */
  String word() {
    StringBuilder word = new StringBuilder();
    while ((peek() >= 'a' && peek() <= 'z') || (peek() >= 'A' && peek() <= 'Z')) {
      word.append((char) (peek() | 0x20));
      at++;
    }
    return word.toString();
  }

  int position() {
    return at;
  }

  void returnTo(int position) {
    at = position;
  }
}
