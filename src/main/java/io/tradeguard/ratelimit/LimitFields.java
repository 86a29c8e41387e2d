package io.tradeguard.ratelimit;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The IETF fields that announce limits (draft-ietf-httpapi-ratelimit-headers): lists of strings
 * with parameters in the syntax of RFC 9651. A category's name is a plain token, so it needs no
 * escape in its quotes.
 */
public final class LimitFields {
  static final String POLICY = "RateLimit-Policy";
  static final String STATE = "RateLimit";

  private LimitFields() {}

  /** Returns the policies, like {@code "backtest";q=5;w=60}. */
  static String policy(String category, List<WindowState> windows) {
    return list(
        category, windows, window -> ";q=" + window.limit() + ";w=" + window.periodSeconds());
  }

  /** Returns where the caller stands, like {@code "backtest";r=4;t=60}. */
  static String state(String category, List<WindowState> windows) {
    return list(
        category, windows, window -> ";r=" + window.remaining() + ";t=" + window.resetSeconds());
  }

  /** Returns the policy's name: the category's, with the period where there are several windows. */
  public static String name(String category, List<WindowState> windows, WindowState window) {
    return windows.size() == 1 ? category : category + "-" + window.periodSeconds();
  }

  private static String list(
      String category, List<WindowState> windows, Function<WindowState, String> parameters) {
    return windows.stream()
        .map(window -> '"' + name(category, windows, window) + '"' + parameters.apply(window))
        .collect(Collectors.joining(", "));
  }
}
