package io.tradeguard.account;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request brought to say who makes it. */
sealed interface Credentials {

  /** Nothing: the caller is anonymous. */
  record None() implements Credentials {}

  /** A user name and password, as sent. */
  record Basic(String username, String password) implements Credentials {
    @Override
    public String toString() {
      return "Basic";
    }
  }

  /** An API key, as sent. */
  record Bearer(String key) implements Credentials {
    @Override
    public String toString() {
      return "Bearer";
    }
  }

  /** The token of the console's session cookie. */
  record Cookie(String token) implements Credentials {
    @Override
    public String toString() {
      return "Cookie";
    }
  }

  /**
   * Something that cannot be read.
   *
   * @param basic whether it was meant as Basic credentials
   */
  record Malformed(boolean basic) implements Credentials {}

  /**
   * Reads what was sent; a header goes before a cookie.
   *
   * @param authorization the values of the Authorization header; more than one is malformed
   * @param sessionToken the session cookie's value, if it was sent
   */
  static Credentials of(List<String> authorization, @Nullable String sessionToken) {
    if (authorization.isEmpty()) {
      return sessionToken == null ? new None() : new Cookie(sessionToken);
    }
    String header = authorization.get(0).strip();
    int space = header.indexOf(' ');
    String scheme = space < 0 ? header : header.substring(0, space);
    String value = space < 0 ? "" : header.substring(space).strip();
    if (authorization.size() == 1 && scheme.equalsIgnoreCase("bearer") && !value.isEmpty()) {
      return new Bearer(value);
    }
    boolean basic = scheme.equalsIgnoreCase("basic");
    return basic && authorization.size() == 1 ? basic(value) : new Malformed(basic);
  }

  private static Credentials basic(String base64) {
    String pair;
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      pair = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return new Malformed(true);
    }
    int colon = pair.indexOf(':');
    return colon < 0
        ? new Malformed(true)
        : new Basic(pair.substring(0, colon), pair.substring(colon + 1));
  }
}
