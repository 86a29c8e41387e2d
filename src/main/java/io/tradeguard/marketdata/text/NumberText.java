package io.tradeguard.marketdata.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number as people and programs write it: a sign, a currency, thousands that are set apart
 * in threes (or as in India), a point or a comma before the decimals, an exponent. Digits are
 * ASCII's. Bounded digits keep every sum of prices exact and its cost small.
 */
public final class NumberText {
  /** The most digits that are read, zeros among them: two times as many as a {@code long} holds. */
  public static final int MAX_DIGITS = 36;

  public static final int MAX_DECIMALS = 32;

  /** What half of the digits count up to. */
  public static final BigInteger HALF = BigInteger.TEN.pow(MAX_DIGITS / 2);

  /** Digits and what may stand between them. */
  private static final int MAX_CELL_LENGTH = 80;

  /** Words such as {@code null} are no longer, and numbers this short have not too many digits. */
  private static final int SHORT = 4;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

  private static final String CURRENCIES = "$€£¥₹₽₩₿₺";

  private NumberText() {}

  /** Reads a stripped cell; null if it is no number with such a decimal mark, or too long a one. */
  public static @Nullable BigDecimal parse(String cell, char decimalMark) {
    BigDecimal plain = plain(cell, decimalMark);
    if (plain != null || cell.isEmpty() || cell.length() > MAX_CELL_LENGTH) {
      return plain;
    }
    String digits = withoutThousands(withoutCurrency(cell), decimalMark);
    if (digits == null) {
      return null;
    }
    plain = plain(digits, '.');
    return plain == null ? general(digits) : plain;
  }

  /** Returns whether a stripped cell is a number, with a point or a comma, however long. */
  public static boolean isNumber(String cell) {
    return parse(cell, '.') != null
        || parse(cell, ',') != null
        || isTooLong(cell, '.')
        || isTooLong(cell, ',');
  }

  /** Returns whether a stripped cell is no number only because it has too many digits. */
  public static boolean isTooLong(String cell, char decimalMark) {
    if (cell.length() <= SHORT || parse(cell, decimalMark) != null) {
      return false;
    }
    String digits = withoutThousands(withoutCurrency(cell), decimalMark);
    return digits != null && NUMBER.matcher(digits).matches();
  }

  /** Reads digits with at most one decimal mark, as nearly all are. */
  private static @Nullable BigDecimal plain(String cell, char decimalMark) {
    int length = cell.length();
    if (length == 0 || length > MAX_DIGITS + 1) {
      return null;
    }
    long upper = 0;
    long value = 0;
    int digits = 0;
    int mark = -1;
    for (int i = 0; i < length; i++) {
      char c = cell.charAt(i);
      if (Cells.isDigit(c)) {
        if (digits++ == MAX_DIGITS / 2) {
          upper = value;
          value = 0;
        }
        value = value * 10 + (c - '0');
      } else if (c == decimalMark && mark < 0 && length > 1) {
        mark = i;
      } else {
        return null;
      }
    }
    int decimals = mark < 0 ? 0 : length - 1 - mark;
    if (digits <= MAX_DIGITS / 2) {
      return BigDecimal.valueOf(value, decimals);
    }
    if (digits > MAX_DIGITS || decimals > MAX_DECIMALS) {
      return null;
    }
    BigInteger shift = BigInteger.TEN.pow(digits - MAX_DIGITS / 2);
    return new BigDecimal(
        BigInteger.valueOf(upper).multiply(shift).add(BigInteger.valueOf(value)), decimals);
  }

  /** Reads what has a sign or an exponent too. */
  private static @Nullable BigDecimal general(String digits) {
    try {
      BigDecimal number = new BigDecimal(digits);
      if (Math.abs((long) number.scale()) > MAX_DECIMALS) {
        return null;
      }
      BigDecimal whole = number.scale() < 0 ? number.setScale(0) : number;
      return whole.precision() > MAX_DIGITS ? null : whole;
    } catch (NumberFormatException e) {
      return null;
    }
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
    return digits != null && belongs(digits) ? digits : null;
  }

  /** Java's own parser would take the digits of every script. */
  private static boolean belongs(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (!Cells.isDigit(c) && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return true;
  }
}
