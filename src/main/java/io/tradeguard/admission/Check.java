package io.tradeguard.admission;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.settings.IpAddress;
import io.tradeguard.web.Fields;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question of a service.
 *
 * @param subject whose limit it is
 * @param cost how many requests it counts for, 1 to {@value ForwardQuestion#MAX_COST}; 1 if absent
 * @param mode {@code consume}, as if absent, {@code check}, {@code record} or {@code refund}
 */
public record Check(
    @Nullable Subject subject,
    @Nullable String category,
    @Nullable Integer cost,
    @Nullable String mode) {

  private static final Map<String, Mode> MODES =
      Map.of(
          "consume", Mode.CONSUME,
          "check", Mode.CHECK,
          "record", Mode.RECORD,
          "refund", Mode.REFUND);

  public Check {
    Fields.required("subject", subject);
    Fields.required("category", category);
    if (cost != null && (cost < 1 || cost > ForwardQuestion.MAX_COST)) {
      throw new IllegalArgumentException(
          "Field 'cost' must be 1 to " + ForwardQuestion.MAX_COST + ".");
    }
  }

  /**
   * Whose requests are counted together.
   *
   * @param type {@code user}, {@code ip} or any {@code [a-z][a-z0-9_]{0,31}}
   * @param id 1 to 255 printable characters; a user's id, or an address, where the type says so
   */
  public record Subject(@Nullable String type, @Nullable String id) {
    private static final int MAX_LENGTH = 255;
    private static final String USER_ID = "0|[1-9][0-9]{0,17}";

    public Subject {
      LimitKey.Type known = new LimitKey.Type(Fields.required("type", type));
      id = spelling(known, Fields.printable("id", id, 1, MAX_LENGTH));
    }

    LimitKey key(String category) {
      return new LimitKey(
          new LimitKey.Type(Fields.required("type", type)), Fields.required("id", id), category);
    }

    /** Returns the one spelling of an identifier: our own endpoints count under the same. */
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
  }

  LimitKey key() {
    return Fields.required("subject", subject).key(Fields.required("category", category));
  }

  int weight() {
    return Objects.requireNonNullElse(cost, 1);
  }

  /** Returns what becomes of the count; empty where there is no such mode. */
  Optional<Mode> chosenMode() {
    return mode == null ? Optional.of(Mode.CONSUME) : Optional.ofNullable(MODES.get(mode));
  }
}
