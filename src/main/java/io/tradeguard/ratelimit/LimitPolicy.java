package io.tradeguard.ratelimit;

import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.CategorySettings;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import java.util.List;
import java.util.Optional;

/**
 * The rule by which one key is decided.
 *
 * @param windows one or more; a request passes all of them or is charged to none
 * @param shadow whether a refusal is only reported
 */
public record LimitPolicy(
    Algorithm algorithm,
    List<WindowSettings> windows,
    boolean shadow,
    OnRedisFailure onRedisFailure) {
  public LimitPolicy {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("A policy needs a window");
    }
  }

  public static LimitPolicy of(CategorySettings category) {
    return new LimitPolicy(
        category.algorithm(), category.windows(), category.shadow(), category.onRedisFailure());
  }

  /** Returns the same with one window instead of its own, if there is one. */
  LimitPolicy with(Optional<WindowSettings> override) {
    return override
        .map(window -> new LimitPolicy(algorithm, List.of(window), shadow, onRedisFailure))
        .orElse(this);
  }

  /** Returns a fixed window that refuses and falls back to memory. */
  public static LimitPolicy fixedWindow(int limit, int periodSeconds) {
    return new LimitPolicy(
        Algorithm.FIXED_WINDOW,
        List.of(new WindowSettings(limit, periodSeconds)),
        false,
        OnRedisFailure.LOCAL);
  }

  /** Whether this is the seed's form, kept in Redis as one string with the decimal count. */
  public boolean isSingleFixedWindow() {
    return algorithm == Algorithm.FIXED_WINDOW && windows.size() == 1;
  }
}
