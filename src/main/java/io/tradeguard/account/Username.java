package io.tradeguard.account;

import io.tradeguard.web.Fields;
import java.text.Normalizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's name: 1 to 100 printable characters, none of them a colon, since Basic credentials end
 * the name there. Kept in Unicode's composed form (NFC), so that one name typed on two keyboards is
 * one user; upper and lower case differ.
 */
public record Username(String value) {
  private static final String FIELD = "username";

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException saying what is wrong, in the client's terms
   */
  public Username(@Nullable String value) {
    String text = Fields.printable(FIELD, value, 1, 100);
    String name = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (name.indexOf(':') >= 0) {
      throw new IllegalArgumentException("Field 'username' must not have a colon.");
    }
    this.value = name;
  }

  /** Returns the name that a text is, if it can be one. */
  static Optional<Username> parse(String text) {
    try {
      return Optional.of(new Username(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
