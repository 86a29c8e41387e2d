package io.tradeguard.admin;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.WindowState;
import io.tradeguard.settings.WindowSettings;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the next request of somebody would pass or not. Limit, period, count, remaining and reset are
 * those of the window that leaves the least room.
 *
 * @param override whether the limit is the user's own
 * @param count requests counted, up to the limit
 * @param retryAfter seconds until a request would pass, 0 if the next would
 * @param source who would decide, {@code redis} or {@code local}
 * @param allowed whether the next request would pass
 * @param shadow whether the category only reports
 * @param running leases that hold a place; null where nothing limits them, as the following
 * @param concurrent leases that may hold one at once
 */
public record Explanation(
    String category,
    String key,
    String algorithm,
    int limit,
    int period,
    boolean override,
    int defaultLimit,
    int defaultPeriod,
    int count,
    int remaining,
    int resetSeconds,
    int retryAfter,
    String source,
    boolean allowed,
    boolean shadow,
    List<Window> windows,
    @Nullable Integer running,
    @Nullable Integer concurrent) {

  /** One window of the policy. */
  public record Window(int limit, int period, int remaining, int resetSeconds) {}

  public Explanation {
    windows = List.copyOf(windows);
  }

  static Explanation of(
      LimitKey key,
      LimitPolicy policy,
      LimitPolicy defaultPolicy,
      Decision standing,
      @Nullable Integer running,
      @Nullable Integer concurrent) {
    WindowState tightest =
        standing.windows().stream()
            .min(
                Comparator.comparingInt(WindowState::remaining)
                    .thenComparing(WindowState::resetSeconds, Comparator.reverseOrder()))
            .orElseThrow();
    WindowSettings usual = defaultPolicy.windows().get(0);
    boolean fits = tightest.remaining() > 0;
    return new Explanation(
        key.category(),
        key.text(policy),
        policy.algorithm().label(),
        tightest.limit(),
        tightest.periodSeconds(),
        !policy.equals(defaultPolicy),
        usual.limit(),
        usual.periodSeconds(),
        tightest.limit() - tightest.remaining(),
        tightest.remaining(),
        tightest.resetSeconds(),
        fits ? 0 : standing.retryAfterSeconds(),
        standing.source().label(),
        policy.shadow() || (fits && standing.passes()),
        policy.shadow(),
        standing.windows().stream()
            .map(
                window ->
                    new Window(
                        window.limit(),
                        window.periodSeconds(),
                        window.remaining(),
                        window.resetSeconds()))
            .toList(),
        running,
        concurrent);
  }
}
