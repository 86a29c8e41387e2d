package io.tradeguard.ratelimit;

import io.tradeguard.settings.Algorithm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose requests of what kind are counted together. Its text is the Redis key of the seed, {@code
 * rate_limit:{type}:{identifier}:{category}}; characters of the identifier outside {@code
 * [A-Za-z0-9._-]} are percent-encoded, so two keys never share a text.
 *
 * @param identifier a user's id or an address, not empty
 * @param category {@code [a-z][a-z0-9_]*}
 */
public record LimitKey(Type type, String identifier, String category) {

  private static final Pattern CATEGORY = Pattern.compile("[a-z][a-z0-9_]*");

  /**
   * What the identifier identifies.
   *
   * @param label {@code [a-z][a-z0-9_]{0,31}}
   */
  public record Type(String label) {
    /** First, since what follows is checked by it. */
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    public static final Type USER = new Type("user");
    public static final Type IP = new Type("ip");

    public Type {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException(
            "A subject's type is a lower-case word of at most 32 characters");
      }
    }
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

  /**
   * Reads a counter's name back, with or without an algorithm at its end.
   *
   * @return the key; empty if the text is no name that {@link #text} could have made
   */
  public static Optional<LimitKey> parse(String text) {
    String[] parts = text.split(":", -1);
    boolean counter =
        (parts.length == 4 || (parts.length == 5 && isAlgorithm(parts[4])))
            && parts[0].equals("rate_limit")
            && Type.LABEL.matcher(parts[1]).matches()
            && !parts[2].isEmpty()
            && CATEGORY.matcher(parts[3]).matches();
    if (!counter) {
      return Optional.empty();
    }
    Type type = new Type(parts[1]);
    return decode(parts[2])
        .map(identifier -> new LimitKey(type, identifier, parts[3]))
        // Only the one true spelling: "%41" would be another text for "A".
        .filter(key -> encode(key.identifier).equals(parts[2]));
  }

  private static boolean isAlgorithm(String text) {
    return Arrays.stream(Algorithm.values()).anyMatch(algorithm -> algorithm.label().equals(text));
  }

  private static Optional<String> decode(String encoded) {
    try {
      return Optional.of(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the Redis key under a policy: {@link #text()}, and the algorithm if that is no single
   * fixed window.
   */
  public String text(LimitPolicy policy) {
    return policy.isSingleFixedWindow() ? text() : text(policy.algorithm());
  }

  /** Returns the Redis key of anything but a single fixed window. */
  public String text(Algorithm algorithm) {
    return text() + ":" + algorithm.label();
  }

  /** Returns the Redis key of a single fixed window; other algorithms append their name. */
  public String text() {
    return "rate_limit:" + type.label() + ":" + encode(identifier) + ":" + category;
  }

  private static String encode(String identifier) {
    for (int i = 0; i < identifier.length(); i++) {
      if (!isPlain(identifier.charAt(i))) {
        return percentEncode(identifier);
      }
    }
    return identifier;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  private static String percentEncode(String identifier) {
    StringBuilder encoded = new StringBuilder(3 * identifier.length());
    for (byte b : identifier.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isPlain(c)) {
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
