package io.tradeguard.marketdata.text;

import java.util.Locale;
import java.util.Set;

/** What is said of single cells before anyone knows what they hold. */
public final class Cells {
  private static final Set<String> NOTHING =
      Set.of("", "-", "--", "–", "—", "null", "nan", "n/a", "na", "none", "nil", "#n/a", ".");

  private Cells() {}

  /** Removes white space at both ends, the kinds that do not break among it, and marks. */
  public static String strip(String cell) {
    int start = 0;
    int end = cell.length();
    while (start < end && isSpace(cell.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(cell.charAt(end - 1))) {
      end--;
    }
    return cell.substring(start, end);
  }

  /** Returns whether nothing is left of a cell once it is stripped. */
  public static boolean isBlank(String cell) {
    int at = 0;
    while (at < cell.length() && isSpace(cell.charAt(at))) {
      at++;
    }
    return at == cell.length();
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || c == '\u00A0' || c == '\u202F' || c == '\u2009' || c == '\uFEFF';
  }

  /** Returns whether a stripped cell stands for a value that is not there. */
  public static boolean isNothing(String cell) {
    if (cell.length() > 4 || (!cell.isEmpty() && isDigit(cell.charAt(0)))) {
      return false;
    }
    return NOTHING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** Returns whether all characters are ASCII digits, of which there is one at least. */
  public static boolean isDigits(String text) {
    return !text.isEmpty() && digitsFrom(text, 0) == text.length();
  }

  /** Returns how many ASCII digits stand from an index on. */
  public static int digitsFrom(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at - from;
  }

  public static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
