package io.tradeguard.marketdata.text;

import java.util.Locale;

/** A place in a short text that moves on as pieces of it are taken. */
public final class Scanner {
  private final String text;
  private int at;

  public Scanner(String text) {
    this.text = text;
  }

  public boolean isAtEnd() {
    return at == text.length();
  }

  /** Returns the next character, or NUL at the end. */
  public char peek() {
    return peek(0);
  }

  public char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  public void skip(int characters) {
    at += characters;
  }

  public boolean take(char expected) {
    if (peek() == expected && !isAtEnd()) {
      at++;
      return true;
    }
    return false;
  }

  public void skipSpaces() {
    while (peek() == ' ' || peek() == '\u00A0' || peek() == '\u202F') {
      at++;
    }
  }

  /** Returns how many ASCII digits come next. */
  public int digits() {
    return Cells.digitsFrom(text, at);
  }

  /** Takes some digits, at most nine. */
  public int number(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + (text.charAt(at++) - '0');
    }
    return value;
  }

  /** Takes the ASCII letters that come next, in lower case; the text has no longer words. */
  public String word() {
    int start = at;
    while ((peek() >= 'a' && peek() <= 'z') || (peek() >= 'A' && peek() <= 'Z')) {
      at++;
    }
    return at == start ? "" : text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  /** Takes all that is left. */
  public String rest() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  public int position() {
    return at;
  }

  public void returnTo(int position) {
    at = position;
  }
}
