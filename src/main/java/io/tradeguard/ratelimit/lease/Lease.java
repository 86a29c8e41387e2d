package io.tradeguard.ratelimit.lease;

import io.tradeguard.ratelimit.LimitKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of the places that somebody may hold at once.
 *
 * @param key whose place, in which category
 * @param number 128 random bits, so that nobody ends or prolongs another's lease by guessing
 */
public record Lease(LimitKey key, String number) {
  /** Above, nobody would notice in time that a holder is gone. */
  public static final int MAX_SECONDS = 3_600;

  private static final int NUMBER_BYTES = 16;
  private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_-]{22}");

  /** The longest key, each character of its identifier encoded, and the number. */
  private static final int MAX_ID_LENGTH = 6_000;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Returns a lease that nobody has taken yet. */
  public static Lease of(LimitKey key) {
    byte[] number = new byte[NUMBER_BYTES];
    RANDOM.nextBytes(number);
    return new Lease(key, Base64.getUrlEncoder().withoutPadding().encodeToString(number));
  }

  /** Reads {@link #id} back; empty if the text is none. */
  public static Optional<Lease> parse(String id) {
    int dot = id.lastIndexOf('.');
    if (dot < 0
        || id.length() > MAX_ID_LENGTH
        || !NUMBER.matcher(id.substring(dot + 1)).matches()) {
      return Optional.empty();
    }
    try {
      byte[] name = Base64.getUrlDecoder().decode(id.substring(0, dot));
      return LimitKey.parse(new String(name, StandardCharsets.UTF_8))
          .map(key -> new Lease(key, id.substring(dot + 1)))
          .filter(lease -> lease.id().equals(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the name by which its holder renews and ends it, in characters that a path may have.
   */
  public String id() {
    byte[] name = key.text().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(name) + "." + number;
  }
}
