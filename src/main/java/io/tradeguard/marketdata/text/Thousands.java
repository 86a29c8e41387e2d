package io.tradeguard.marketdata.text;

import org.jspecify.annotations.Nullable;

/** Groups of digits: threes, or as in India twos before the last three. */
public final class Thousands {
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
    String[] groups = whole.substring(start).split(java.util.regex.Pattern.quote("" + mark), -1);
    int last = groups.length - 1;
    boolean threes = true;
    boolean twos = last > 1;
    for (int i = 0; i <= last; i++) {
      int length = groups[i].length();
      if (!Cells.isDigits(groups[i]) || length > 3 || (i == 0 && groups[0].charAt(0) == '0')) {
        return null;
      }
      threes &= i == 0 || length == 3;
      twos &= i == last ? length == 3 : i == 0 ? length <= 2 : length == 2;
    }
    return threes || twos ? whole.substring(0, start) + String.join("", groups) : null;
  }

  private static char markIn(String whole, char comma) {
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (c == comma || c == ' ' || c == '\'' || c == '\u00A0' || c == '\u202F' || c == '\u2009') {
        return c;
      }
    }
    return '\0';
  }
}
