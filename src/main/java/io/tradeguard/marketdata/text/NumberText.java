package io.tradeguard.marketdata.text;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number as people and programs write it: a sign, a currency, thousands that are set apart
 * in threes (or as in India), a point or a comma before the decimals, an exponent. Digits are
 * ASCII's. Bounded digits keep every sum of prices exact and its cost small.
 */
public final class NumberText {
  public static final int MAX_LENGTH = 48;
  public static final int MAX_DECIMALS = 32;

  /** Digits and what may stand between them. */
  private static final int MAX_CELL_LENGTH = 80;

  private static final int MAX_FAST_LENGTH = 18;
  private static final String CURRENCIES = "$€£¥₹₽₩₿₺";

  private NumberText() {}

  /** Reads a stripped cell; null if it is no number with such a decimal mark, or too long a one. */
  public static @Nullable BigDecimal parse(String cell, char decimalMark) {
    BigDecimal fast = plain(cell, decimalMark);
    if (fast != null || cell.isEmpty() || cell.length() > MAX_CELL_LENGTH) {
      return fast;
    }
    String digits = withoutThousands(withoutCurrency(cell), decimalMark);
    if (digits == null || digits.length() > MAX_LENGTH) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(digits);
      if (Math.abs((long) number.scale()) > MAX_DECIMALS) {
        return null;
      }
      return number.scale() < 0 ? number.setScale(0) : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Reads digits with at most one decimal mark, as nearly all are. */
  private static @Nullable BigDecimal plain(String cell, char decimalMark) {
    int length = cell.length();
    if (length == 0 || length > MAX_FAST_LENGTH) {
      return null;
    }
    long value = 0;
    int mark = -1;
    for (int i = 0; i < length; i++) {
      char c = cell.charAt(i);
      if (Cells.isDigit(c)) {
        value = value * 10 + (c - '0');
      } else if (c == decimalMark && mark < 0 && length > 1) {
        mark = i;
      } else {
        return null;
      }
    }
    return BigDecimal.valueOf(value, mark < 0 ? 0 : length - 1 - mark);
  }

  private static String withoutCurrency(String cell) {
    int start = 0;
    int end = cell.length();
    String sign = "";
    if (cell.charAt(0) == '-' || cell.charAt(0) == '+') {
      sign = cell.substring(0, 1);
      start = 1;
    }
    if (start < end && CURRENCIES.indexOf(cell.charAt(start)) >= 0) {
      start++;
    } else if (end > start && CURRENCIES.indexOf(cell.charAt(end - 1)) >= 0) {
      end--;
    }
    return sign + Cells.strip(cell.substring(start, end));
  }

  /** Returns the digits with a point as the decimal mark; null if what is between them is wrong. */
  private static @Nullable String withoutThousands(String text, char decimalMark) {
    int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
    String mantissa = exponent < 0 ? text : text.substring(0, exponent);
    String rest = exponent < 0 ? "" : text.substring(exponent);
    int mark = mantissa.indexOf(decimalMark);
    String whole = mark < 0 ? mantissa : mantissa.substring(0, mark);
    String decimals = mark < 0 ? "" : '.' + mantissa.substring(mark + 1);
    String joined = Thousands.join(whole, decimalMark == '.' ? ',' : '.');
    String digits = joined == null ? null : joined + decimals + rest;
    return digits != null && digits.chars().allMatch(NumberText::belongs) ? digits : null;
  }

  /** Java's own parser would take the digits of every script. */
  private static boolean belongs(int c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }
}
