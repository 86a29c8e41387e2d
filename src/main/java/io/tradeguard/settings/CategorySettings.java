package io.tradeguard.settings;

import java.util.List;

/**
 * The policy of one rate-limit category.
 *
 * @param name {@code [a-z][a-z0-9_]*}
 * @param windows one or more, of different periods
 * @param shadow whether the category only counts and reports, and never refuses
 */
public record CategorySettings(
    String name,
    Algorithm algorithm,
    List<WindowSettings> windows,
    boolean shadow,
    OnRedisFailure onRedisFailure) {
  public CategorySettings {
    windows = List.copyOf(windows);
  }
}
