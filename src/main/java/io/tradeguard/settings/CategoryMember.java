package io.tradeguard.settings;

/** The settings that every rate-limit category has. */
public enum CategoryMember {
  LIMIT("limit"),
  PERIOD("period"),
  ALGORITHM("algorithm"),
  WINDOWS("windows"),
  SHADOW("shadow"),
  ON_REDIS_FAILURE("on-redis-failure"),
  CONCURRENT("concurrent");

  private final String suffix;

  CategoryMember(String suffix) {
    this.suffix = suffix;
  }

  /** Returns the full name of this setting for a category. */
  public String key(String category) {
    return "tradeguard.rate-limit." + category + "." + suffix;
  }
}
