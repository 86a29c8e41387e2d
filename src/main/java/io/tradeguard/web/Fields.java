package io.tradeguard.web;

import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of request records. A refusal is an {@link IllegalArgumentException} that names
 * the field; thrown from a record's constructor while its JSON is read, it becomes a 400.
 */
public final class Fields {
  private Fields() {}

  /** Returns the value of a field that must be there. */
  public static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("Field '" + field + "' is needed.");
    }
    return value;
  }

  /**
   * Returns a text of a length in characters (code points), all of them printable: no control,
   * format, private or unassigned character and no line break, so that it can stand in a list, a
   * log and a header's neighbourhood without changing how they read.
   */
  public static String printable(String field, @Nullable String value, int min, int max) {
    String text = required(field, value);
    int length = text.codePointCount(0, text.length());
    if (length < min || length > max) {
      throw new IllegalArgumentException(
          "Field '" + field + "' must have " + min + " to " + max + " characters.");
    }
    if (!isPrintable(text)) {
      throw new IllegalArgumentException(
          "Field '" + field + "' has a character that cannot be printed.");
    }
    return text;
  }

  /** Whether every character of a text can be seen, or is a plain space. */
  public static boolean isPrintable(String text) {
    return text.codePoints()
        .noneMatch(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.PRIVATE_USE,
                      Character.UNASSIGNED,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      true;
                  case Character.SPACE_SEPARATOR -> c != ' ';
                  default -> false;
                });
  }
}
