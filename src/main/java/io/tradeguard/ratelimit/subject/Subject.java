package io.tradeguard.ratelimit.subject;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.settings.IpAddress;
import io.tradeguard.web.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Whose requests are counted together, as somebody outside names them.
 *
 * @param type {@code user}, {@code ip} or any {@code [a-z][a-z0-9_]{0,31}}
 * @param id 1 to 255 printable characters; a user's id, or an address, where the type says so. An
 *     address becomes the one spelling under which our own endpoints count it
 */
public record Subject(@Nullable String type, @Nullable String id) {
  private static final int MAX_LENGTH = 255;
  private static final String USER_ID = "0|[1-9][0-9]{0,17}";

  /**
   * Checks what was named.
   *
   * @throws IllegalArgumentException naming the field
   */
  public Subject {
    LimitKey.Type known = new LimitKey.Type(Fields.required("type", type));
    id = spelling(known, Fields.printable("id", id, 1, MAX_LENGTH));
  }

  private static String spelling(LimitKey.Type type, String id) {
    if (type.equals(LimitKey.Type.USER) && !id.matches(USER_ID)) {
      throw new IllegalArgumentException("Field 'id' of a user must be a user's id, a number.");
    }
    if (!type.equals(LimitKey.Type.IP)) {
      return id;
    }
    return IpAddress.parse(id)
        .map(IpAddress::counted)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Field 'id' of an ip must be an IPv4 or IPv6 address."));
  }

  /** Returns what is counted for the subject in a category. */
  public LimitKey key(String category) {
    return new LimitKey(
        new LimitKey.Type(Fields.required("type", type)), Fields.required("id", id), category);
  }
}
