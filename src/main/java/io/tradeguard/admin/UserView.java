package io.tradeguard.admin;

import java.time.Instant;
import java.util.Map;

/**
 * A user as operators see them.
 *
 * @param quotaBytes that applies, the user's own or the default
 * @param quotaFiles that applies, the user's own or the default
 * @param rateLimits the limits of the user's own, by category
 */
public record UserView(
    long id,
    String username,
    String role,
    boolean enabled,
    Instant createdAt,
    long usedBytes,
    int fileCount,
    long quotaBytes,
    int quotaFiles,
    Map<String, Window> rateLimits) {

  /** So many requests in so many seconds. */
  public record Window(int limit, int period) {}

  public UserView {
    rateLimits = Map.copyOf(rateLimits);
  }
}
