package io.tradeguard.marketdata.text;

import org.jspecify.annotations.Nullable;

/** Groups of digits: threes, or as in India twos before the last three. */
public final class Thousands {
  private static final String MARKS = " '\u2019\u00A0\u202F\u2009";

  private Thousands() {}

  /**
   * Joins the groups of a whole number.
   *
   * @param comma what may stand between them beside a space or an apostrophe
   * @return null if the groups are not as they must be; a number without groups as it is
   */
  public static @Nullable String join(String whole, char comma) {
    char mark = markIn(whole, comma);
    if (mark == '\0') {
      return whole;
    }
    int start = whole.charAt(0) == '-' || whole.charAt(0) == '+' ? 1 : 0;
    StringBuilder joined = new StringBuilder(whole.substring(0, start));
    boolean threes = true;
    boolean twos = true;
    int groups = 0;
    for (int at = start; at <= whole.length(); groups++) {
      int digits = Cells.digitsFrom(whole, at);
      int end = at + digits;
      boolean first = at == start;
      boolean last = end == whole.length();
      if (digits == 0 || digits > 3 || (!last && whole.charAt(end) != mark)) {
        return null;
      }
      threes &= first || digits == 3;
      twos &= last ? digits == 3 : digits == 2 || (first && digits == 1);
      joined.append(whole, at, end);
      at = end + 1;
    }
    boolean grouped = threes || (twos && groups > 2);
    return grouped && joined.charAt(start) != '0' ? joined.toString() : null;
  }

  private static char markIn(String whole, char comma) {
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (c == comma || MARKS.indexOf(c) >= 0) {
        return c;
      }
    }
    return '\0';
  }
}
