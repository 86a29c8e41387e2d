package io.tradeguard.marketdata;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a file is no series of bars of one instrument, told so that its owner can mend it.
 *
 * @param detail one or two sentences: what is wrong and what to write instead
 * @param row where, counted as a spreadsheet shows it; null where the whole file is meant
 * @param column the column's name or its number; null where none is meant
 * @param found what stands there, at most {@link #MAX_FOUND} characters of it
 */
public record Unusable(
    Reason reason,
    String detail,
    @Nullable Long row,
    @Nullable String column,
    @Nullable String found) {
  /** The most characters of a file that are repeated to its owner. */
  public static final int MAX_FOUND = 60;

  /** What kind of trouble it is. */
  public enum Reason {
    NOT_READABLE,
    NO_BARS,
    NO_TIMES,
    MISSING_COLUMN,
    DOUBLE_COLUMN,
    SINGLE_PRICES,
    TRADES,
    QUOTES,
    SEVERAL_INSTRUMENTS,
    AMBIGUOUS_TIMES,
    AMBIGUOUS_NUMBERS,
    BAD_TIME,
    BAD_NUMBER,
    BAD_ROW,
    NOT_IN_ORDER,
    TOO_MANY_BARS;

    /** Returns its name in answers. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Unusable file(Reason reason, String detail) {
    return new Unusable(reason, detail, null, null, null);
  }

  public static Unusable column(Reason reason, String column, String detail) {
    return new Unusable(reason, detail, null, cut(column), null);
  }

  public static Unusable row(Reason reason, long row, String detail) {
    return new Unusable(reason, "Row " + row + ": " + detail, row, null, null);
  }

  public static Unusable cell(Reason reason, long row, String column, String found, String detail) {
    String shown = cut(found.strip());
    return new Unusable(
        reason,
        "Row %d, column '%s': '%s' %s".formatted(row, cut(column), shown, detail),
        row,
        cut(column),
        shown);
  }

  /** Shortens a piece of the file to what may be repeated. */
  public static String cut(String text) {
    if (text.length() <= MAX_FOUND) {
      return text;
    }
    int end = MAX_FOUND - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + '…';
  }
}
