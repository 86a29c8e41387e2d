package io.tradeguard.admission;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.web.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One question of a service.
 *
 * @param subject whose limit it is
 * @param cost how many requests it counts for, 1 to {@value ForwardQuestion#MAX_COST}; 1 if absent
 * @param mode {@code consume}, as if absent, or {@code check}
 */
public record Check(
    @Nullable Subject subject,
    @Nullable String category,
    @Nullable Integer cost,
    @Nullable String mode) {
  private static final int MAX_IDENTIFIER = 255;

  /**
   * Whose requests are counted together.
   *
   * @param type {@code user}, {@code ip} or any {@code [a-z][a-z0-9_]{0,31}}
   * @param id 1 to 255 printable characters; of a user the number that we know them by
   */
  public record Subject(@Nullable String type, @Nullable String id) {
    private static final int MAX_DIGITS = 18;

    public Subject {
      LimitKey.Type known = new LimitKey.Type(Fields.required("type", type));
      String text = Fields.printable("id", id, 1, MAX_IDENTIFIER);
      if (known.equals(LimitKey.Type.USER)
          && !(text.length() <= MAX_DIGITS && text.matches("0|[1-9][0-9]*"))) {
        throw new IllegalArgumentException(
            "Field 'id' of a user must be the number that Tradeguard knows them by.");
      }
    }
  }

  /** What becomes of the counter. */
  enum Mode {
    /** The request is decided and counted. */
    CONSUME,
    /** It is decided, and nothing is counted. */
    CHECK
  }

  public Check {
    Fields.required("subject", subject);
    Fields.required("category", category);
    if (cost != null && (cost < 1 || cost > ForwardQuestion.MAX_COST)) {
      throw new IllegalArgumentException(
          "Field 'cost' must be 1 to " + ForwardQuestion.MAX_COST + ".");
    }
  }
}
