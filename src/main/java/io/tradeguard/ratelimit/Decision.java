package io.tradeguard.ratelimit;

import java.util.List;

/**
 * The answer of the limiter to one request.
 *
 * @param windows in the policy's order
 * @param retryAfterSeconds the ceiling of the time to the next request that would pass, 1 to the
 *     longest period; 0 where this one passed
 */
public record Decision(
    Outcome outcome, List<WindowState> windows, int retryAfterSeconds, Source source) {

  /** What becomes of the request. */
  public enum Outcome {
    ALLOWED,
    REFUSED,
    /** Over the limit of a category in shadow mode: passes, and is reported. */
    SHADOWED,
    /** Redis cannot be asked and the category is closed then: 503. */
    UNAVAILABLE
  }

  public Decision {
    windows = List.copyOf(windows);
  }

  /** Returns the same decision, but that no time in it is longer than so many seconds. */
  public Decision waitingAtMost(int seconds) {
    List<WindowState> sooner =
        windows.stream()
            .map(window -> window.remaining() > 0 ? window : window.resettingWithin(seconds))
            .toList();
    return new Decision(outcome, sooner, Math.min(retryAfterSeconds, seconds), source);
  }

  /** Returns the same standing, as the answer to what is never refused. */
  public Decision passing() {
    return passes()
        ? this
        : new Decision(
            Outcome.ALLOWED, windows.stream().map(WindowState::passed).toList(), 0, source);
  }

  /** Whether the request goes on. */
  public boolean passes() {
    return outcome == Outcome.ALLOWED || outcome == Outcome.SHADOWED;
  }
}
