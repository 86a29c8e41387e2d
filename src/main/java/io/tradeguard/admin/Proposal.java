package io.tradeguard.admin;

import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.Fields;
import io.tradeguard.web.ProblemException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A limit to try on the decisions recorded between two times. */
public record Proposal(
    @Nullable String category,
    @Nullable Integer limit,
    @Nullable Integer period,
    @Nullable String algorithm,
    @Nullable Instant from,
    @Nullable Instant to) {
  public Proposal {
    Fields.required("category", category);
    Fields.required("limit", limit);
    Fields.required("period", period);
    Fields.required("algorithm", algorithm);
    Fields.required("from", from);
    Fields.required("to", to);
  }

  /** A proposal that makes sense. */
  record Checked(
      String category, Algorithm algorithm, WindowSettings window, Instant from, Instant to) {
    LimitPolicy policy() {
      return new LimitPolicy(algorithm, List.of(window), false, OnRedisFailure.LOCAL);
    }
  }

  /**
   * Checks the meaning.
   *
   * @throws ProblemException 422 naming the field
   */
  Checked checked() {
    Instant begin = Fields.required("from", from);
    Instant end = Fields.required("to", to);
    if (!begin.isBefore(end)) {
      throw ProblemException.unprocessable("Field 'from' must be before 'to'.");
    }
    Algorithm known =
        Arrays.stream(Algorithm.values())
            .filter(each -> each.label().equals(algorithm))
            .findFirst()
            .orElseThrow(
                () ->
                    ProblemException.unprocessable(
                        "Field 'algorithm' must be 'fixed_window', 'sliding_window' or 'gcra'."));
    try {
      return new Checked(
          Fields.required("category", category),
          known,
          new WindowSettings(Fields.required("limit", limit), Fields.required("period", period)),
          begin,
          end);
    } catch (IllegalArgumentException e) {
      throw ProblemException.unprocessable(e.getMessage() + ".");
    }
  }
}
