package io.tradeguard.settings;

import java.util.List;

/**
 * The policy of one rate-limit category.
 *
 * @param name {@code [a-z][a-z0-9_]*}
 * @param windows one or more, of different periods
 * @param shadow whether the category only counts and reports, and never refuses
 * @param concurrent leases of one key at once, up to {@value #MAX_CONCURRENT}; 0 for no limit
 */
public record CategorySettings(
    String name,
    Algorithm algorithm,
    List<WindowSettings> windows,
    boolean shadow,
    OnRedisFailure onRedisFailure,
    int concurrent) {
  /** The most leases of one key at once that a category may have. */
  public static final int MAX_CONCURRENT = 100_000;

  public CategorySettings {
    windows = List.copyOf(windows);
  }
}
