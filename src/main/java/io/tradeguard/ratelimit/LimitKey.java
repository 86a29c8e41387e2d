package io.tradeguard.ratelimit;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Whose requests of what kind are counted together. Its text is the Redis key of the seed, {@code
 * rate_limit:{type}:{identifier}:{category}}; characters of the identifier outside {@code
 * [A-Za-z0-9._-]} are percent-encoded, so two keys never share a text.
 *
 * @param identifier a user's id or an address, not empty
 * @param category {@code [a-z][a-z0-9_]*}
 */
public record LimitKey(Type type, String identifier, String category) {

  /** What the identifier identifies. */
  public enum Type {
    USER,
    IP
  }

  public LimitKey {
    if (identifier.isEmpty()) {
      throw new IllegalArgumentException("A limit key needs an identifier");
    }
  }

  public static LimitKey user(long userId, String category) {
    return new LimitKey(Type.USER, Long.toString(userId), category);
  }

  public static LimitKey ip(String address, String category) {
    return new LimitKey(Type.IP, address, category);
  }

  /** Returns the Redis key of a single fixed window; other algorithms append their name. */
  public String text() {
    return "rate_limit:"
        + type.name().toLowerCase(Locale.ROOT)
        + ":"
        + encode(identifier)
        + ":"
        + category;
  }

  private static String encode(String identifier) {
    StringBuilder encoded = new StringBuilder(identifier.length());
    for (byte b : identifier.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '.'
          || c == '_'
          || c == '-') {
        encoded.append(c);
      } else {
        encoded.append('%');
        encoded.append(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        encoded.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return encoded.toString();
  }
}
