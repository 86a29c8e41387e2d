package io.tradeguard.upload.content;

import org.jspecify.annotations.Nullable;

/** The grammar of a JSON number, a byte at a time. */
final class JsonNumber {
  private State state = State.MINUS;

  private enum State {
    MINUS,
    ZERO,
    INTEGER,
    POINT,
    FRACTION,
    EXPONENT,
    EXPONENT_SIGN,
    EXPONENT_DIGITS
  }

  /** Begins a number with a byte; false if none begins so. */
  boolean begin(int b) {
    state = b == '-' ? State.MINUS : b == '0' ? State.ZERO : State.INTEGER;
    return b == '-' || isDigit(b);
  }

  /** Takes the next byte; false, and nothing changes, if it does not belong to the number. */
  boolean accept(int b) {
    boolean digit = isDigit(b);
    @Nullable State next =
        switch (state) {
          case MINUS -> b == '0' ? State.ZERO : digit ? State.INTEGER : null;
          case ZERO -> fractionOrExponent(b);
          case INTEGER -> digit ? State.INTEGER : fractionOrExponent(b);
          case POINT -> digit ? State.FRACTION : null;
          case FRACTION -> digit ? State.FRACTION : isExponent(b) ? State.EXPONENT : null;
          case EXPONENT ->
              digit ? State.EXPONENT_DIGITS : b == '+' || b == '-' ? State.EXPONENT_SIGN : null;
          case EXPONENT_SIGN, EXPONENT_DIGITS -> digit ? State.EXPONENT_DIGITS : null;
        };
    if (next != null) {
      state = next;
    }
    return next != null;
  }

  /** Returns whether the number may end here. */
  boolean isWhole() {
    return switch (state) {
      case ZERO, INTEGER, FRACTION, EXPONENT_DIGITS -> true;
      default -> false;
    };
  }

  private static @Nullable State fractionOrExponent(int b) {
    return b == '.' ? State.POINT : isExponent(b) ? State.EXPONENT : null;
  }

  private static boolean isExponent(int b) {
    return b == 'e' || b == 'E';
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }
}
