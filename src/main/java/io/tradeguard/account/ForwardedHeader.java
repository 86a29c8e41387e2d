package io.tradeguard.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the {@code for} parameters of a Forwarded header (RFC 7239), in their order. An element
 * without one, or the whole header where it is malformed, yields an empty hop, which no address is.
 */
final class ForwardedHeader {
  private static final List<String> MALFORMED = List.of("");

  private final String text;
  private int at;

  private ForwardedHeader(String text) {
    this.text = text;
  }

  static List<String> hops(String header) {
    return new ForwardedHeader(header).read();
  }

  private List<String> read() {
    List<String> hops = new ArrayList<>();
    String hop = "";
    while (true) {
      skipSpace();
      String name = token().toLowerCase(Locale.ROOT);
      if (!name.isEmpty()) {
        if (!take('=')) {
          return MALFORMED;
        }
        boolean quoted = take('"');
        String value = quoted ? quotedString() : token();
        if (value.isEmpty() || (name.equals("for") && !hop.isEmpty())) {
          return MALFORMED;
        }
        if (name.equals("for")) {
          hop = value;
        }
      }
      skipSpace();
      if (take(';')) {
        continue;
      }
      hops.add(hop);
      hop = "";
      if (at == text.length()) {
        return hops;
      }
      if (!take(',')) {
        return MALFORMED;
      }
    }
  }

  /** Reads a token; the address forms that need quotes are read without them too, as some send. */
  private String token() {
    int start = at;
    while (at < text.length() && ",;=\" \t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  /** Reads up to the closing quote; empty where there is none. */
  private String quotedString() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    return "";
  }

  private void skipSpace() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private boolean take(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }
}
