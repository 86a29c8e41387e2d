package io.tradeguard.account;

import io.tradeguard.web.Fields;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A password that someone chose: 12 to 128 characters, without a rule on which. It never shows
 * itself in a log.
 */
public record NewPassword(String value) {
  /**
   * Checks a password.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public NewPassword {
    int length = value.codePointCount(0, value.length());
    if (length < 12 || length > 128) {
      throw new IllegalArgumentException("A password must have 12 to 128 characters.");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException("A password must not have half a character.");
    }
  }

  /**
   * Checks the password that a request's field brought.
   *
   * @throws IllegalArgumentException naming the field
   */
  public static NewPassword of(String field, @Nullable String text) {
    String password = Fields.required(field, text);
    try {
      return new NewPassword(password);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Field '" + field + "': " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
