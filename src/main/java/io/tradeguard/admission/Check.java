package io.tradeguard.admission;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.ratelimit.subject.Subject;
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
