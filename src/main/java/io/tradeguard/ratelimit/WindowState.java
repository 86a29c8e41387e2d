package io.tradeguard.ratelimit;

/**
 * Where a key stands in one window, after the decision.
 *
 * @param limit requests per period
 * @param periodSeconds the period
 * @param remaining requests that would still pass, 0 to limit
 * @param resetSeconds whole seconds, rounded up, until the window is whole again, at most the
 *     period; the period where nothing is counted yet; where nothing remains, until the next
 *     request would pass
 * @param violated whether this window is why the request was refused
 */
public record WindowState(
    int limit, int periodSeconds, int remaining, int resetSeconds, boolean violated) {
  /** Returns the same, but that nothing was refused. */
  WindowState passed() {
    return new WindowState(limit, periodSeconds, remaining, resetSeconds, false);
  }

  /** Returns the same, but that it resets in so many seconds at the latest. */
  WindowState resettingWithin(int seconds) {
    return new WindowState(
        limit, periodSeconds, remaining, Math.min(resetSeconds, seconds), violated);
  }
}
