package io.tradeguard.ratelimit;

import io.tradeguard.web.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Comparator;
import java.util.List;

/** Tells a client that it must wait, and how long. */
final class Refusals {
  static final String TYPE = "https://iana.org/assignments/http-problem-types#quota-exceeded";

  static final String REDUCED_CAPACITY =
      "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity";

  private Refusals() {}

  /** Returns the answer to a request that does not pass. */
  static Problem of(String category, Decision decision) {
    String seconds = Integer.toString(Math.max(1, decision.retryAfterSeconds()));
    if (decision.outcome() == Decision.Outcome.UNAVAILABLE) {
      return Problem.of(503, "Rate limits cannot be checked at the moment. Try again shortly.")
          .withType(REDUCED_CAPACITY)
          .withHeader(HttpHeaders.RETRY_AFTER, seconds);
    }
    List<WindowState> violated = decision.windows().stream().filter(WindowState::violated).toList();
    WindowState longest =
        violated.stream()
            .max(Comparator.comparingInt(WindowState::resetSeconds))
            .orElseThrow(() -> new IllegalStateException("A refusal violates a window"));
    return Problem.of(429, "Rate limit exceeded. Retry in " + seconds + " seconds.")
        .withType(TYPE)
        .with("category", category)
        .with("limit", longest.limit())
        .with("period", longest.periodSeconds())
        .with(
            "violated-policies",
            violated.stream()
                .map(window -> LimitFields.name(category, decision.windows(), window))
                .toList())
        .withHeader(HttpHeaders.RETRY_AFTER, seconds);
  }
}
