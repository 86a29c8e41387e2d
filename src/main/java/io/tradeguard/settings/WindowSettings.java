package io.tradeguard.settings;

/**
 * One window of a category.
 *
 * @param limit requests allowed, 1 to 1 000 000 000
 * @param periodSeconds length of the window in seconds, 1 to 31 536 000 (a year)
 */
public record WindowSettings(int limit, int periodSeconds) {
  public static final int MAX_LIMIT = 1_000_000_000;
  public static final int MAX_PERIOD_SECONDS = 31_536_000;

  public WindowSettings {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
    }
    if (periodSeconds < 1 || periodSeconds > MAX_PERIOD_SECONDS) {
      throw new IllegalArgumentException(
          "period must be 1 to " + MAX_PERIOD_SECONDS + " seconds, not " + periodSeconds);
    }
  }
}
