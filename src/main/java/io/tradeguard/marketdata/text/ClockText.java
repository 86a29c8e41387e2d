package io.tradeguard.marketdata.text;

import org.jspecify.annotations.Nullable;

/**
 * Reads a time of the day: {@code 9:30}, {@code 09:30:00.123}, {@code 093000}, {@code 09-AM},
 * {@code 9:30 PM}, each with or without an offset ({@code Z}, {@code +01:00}, {@code UTC}, {@code
 * GMT-0500}).
 */
public final class ClockText {
  private static final int NANO_DIGITS = 9;

  private ClockText() {}

  /** Reads the rest of a text; null if it is no such time. */
  public static @Nullable TimeCell parse(Scanner in) {
    int digits = in.digits();
    int[] clock = digits > 2 ? packed(in, digits) : coloned(in, digits);
    if (clock == null || !twelveHours(in, clock)) {
      return null;
    }
    boolean midnight = clock[0] == 24 && clock[1] == 0 && clock[2] == 0 && clock[3] == 0;
    if ((clock[0] > 23 && !midnight) || clock[1] > 59 || clock[2] > 59) {
      return null;
    }
    Integer offset = offset(in);
    if (offset == null || !(in.isAtEnd() || isZoneName(in.rest()))) {
      return null;
    }
    return TimeCell.clock(clock[0] * 3600 + clock[1] * 60 + clock[2] - offset, clock[3]);
  }

  /** Hours, minutes and seconds without anything between them. */
  private static int @Nullable [] packed(Scanner in, int digits) {
    if (digits != 4 && digits != 6) {
      return null;
    }
    int[] clock = {in.number(2), in.number(2), digits == 6 ? in.number(2) : 0, 0};
    return digits == 4 || fraction(in, clock) ? clock : null;
  }

  private static int @Nullable [] coloned(Scanner in, int digits) {
    if (digits == 0) {
      return null;
    }
    int[] clock = {in.number(digits), 0, 0, 0};
    int part = 0;
    while (part < 2 && in.take(':')) {
      part++;
      if (in.digits() != 2) {
        return null;
      }
      clock[part] = in.number(2);
    }
    return part < 2 || fraction(in, clock) ? clock : null;
  }

  private static boolean fraction(Scanner in, int[] clock) {
    boolean begins = in.peek() == '.' || in.peek() == ',';
    if (!begins || !Cells.isDigit(in.peek(1))) {
      return true;
    }
    in.skip(1);
    int digits = in.digits();
    if (digits > NANO_DIGITS) {
      return false;
    }
    int nano = in.number(digits);
    for (int i = digits; i < NANO_DIGITS; i++) {
      nano *= 10;
    }
    clock[3] = nano;
    return true;
  }

  /** Takes AM or PM, if it is there; false if the hour is none of twelve. */
  private static boolean twelveHours(Scanner in, int[] clock) {
    int before = in.position();
    in.skipSpaces();
    in.take('-');
    int half = in.peek() | 0x20;
    int letters = in.peek(1) == '.' ? 4 : 2;
    boolean marked = (half == 'a' || half == 'p') && (in.peek(letters == 4 ? 2 : 1) | 0x20) == 'm';
    if (!marked) {
      in.returnTo(before);
      return true;
    }
    in.skip(letters == 4 && in.peek(3) == '.' ? 4 : letters == 4 ? 3 : 2);
    if (clock[0] < 1 || clock[0] > 12) {
      return false;
    }
    clock[0] = clock[0] % 12 + (half == 'p' ? 12 : 0);
    return true;
  }

  /** JavaScript writes the name of the zone behind its offset, in brackets. */
  private static boolean isZoneName(String rest) {
    return rest.startsWith(" (") && rest.endsWith(")");
  }

  /** Takes an offset in seconds, 0 if there is none; null if something else stands there. */
  private static @Nullable Integer offset(Scanner in) {
    in.skipSpaces();
    String zone = in.word();
    boolean universal = zone.equals("z") || zone.equals("utc") || zone.equals("gmt");
    if (!zone.isEmpty() && !universal) {
      return null;
    }
    if (in.peek() != '+' && in.peek() != '-') {
      return 0;
    }
    int sign = in.peek() == '-' ? -1 : 1;
    in.skip(1);
    int digits = in.digits();
    if (digits < 1 || digits > 4 || digits == 3) {
      return null;
    }
    int hours = in.number(Math.min(2, digits));
    int minutes = 0;
    if (digits == 4 || (in.take(':') && in.digits() == 2)) {
      minutes = in.number(2);
    }
    return hours > 18 || minutes > 59
        ? null
        : Integer.valueOf(sign * (hours * 3600 + minutes * 60));
  }
}
