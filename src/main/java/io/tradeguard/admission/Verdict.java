package io.tradeguard.admission;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitFields;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.WindowState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one check; a refusal is an answer, not an error.
 *
 * @param limit of the tightest window; it and the following are null where limits are switched off
 * @param retryAfter seconds to the next request that would pass; null where this one may go on
 * @param policies all windows
 * @param source {@code redis} or {@code local}; null where limits are switched off
 * @param degraded whether this node decided alone though there is a Redis
 */
public record Verdict(
    boolean allowed,
    String category,
    @Nullable Integer limit,
    @Nullable Integer period,
    @Nullable Integer remaining,
    @Nullable Integer resetSeconds,
    @Nullable Integer retryAfter,
    List<Policy> policies,
    @Nullable String source,
    boolean degraded) {

  /**
   * One window, in the letters of the RateLimit fields.
   *
   * @param q requests allowed
   * @param w in so many seconds
   * @param r requests that remain
   * @param t seconds to the reset
   */
  public record Policy(String name, int q, int w, int r, int t) {}

  public Verdict {
    policies = List.copyOf(policies);
  }

  /** The answer where limits are switched off. */
  static Verdict unlimited(String category) {
    return new Verdict(true, category, null, null, null, null, null, List.of(), null, false);
  }

  /**
   * Returns what a decision says.
   *
   * @param shared whether there is a Redis that should have decided
   */
  static Verdict of(String category, Decision decision, boolean shared) {
    Optional<WindowState> tightest =
        decision.windows().stream()
            .min(
                Comparator.comparingInt(WindowState::remaining)
                    .thenComparing(Comparator.comparingInt(WindowState::resetSeconds).reversed()));
    return new Verdict(
        decision.passes(),
        category,
        tightest.map(WindowState::limit).orElse(null),
        tightest.map(WindowState::periodSeconds).orElse(null),
        tightest.map(WindowState::remaining).orElse(null),
        tightest.map(WindowState::resetSeconds).orElse(null),
        decision.passes() ? null : Math.max(1, decision.retryAfterSeconds()),
        decision.windows().stream()
            .map(
                window ->
                    new Policy(
                        LimitFields.name(category, decision.windows(), window),
                        window.limit(),
                        window.periodSeconds(),
                        window.remaining(),
                        window.resetSeconds()))
            .toList(),
        decision.source().label(),
        shared && decision.source() == Source.LOCAL);
  }
}
