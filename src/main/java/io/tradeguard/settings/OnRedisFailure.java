package io.tradeguard.settings;

/** What a category does while Redis cannot be asked. */
public enum OnRedisFailure {
  /** Decide in memory, from the last known counts. */
  LOCAL,
  /** Let every request pass. */
  OPEN,
  /** Refuse every request with 503. */
  CLOSED
}
