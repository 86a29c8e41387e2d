package io.tradeguard.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user as operators see them.
 *
 * @param quotaBytes that applies, the user's own or the default
 * @param quotaFiles that applies, the user's own or the default
 * @param rateLimits the limits of the user's own, by category
 * @param categories that a service may ask about; null for all, and for whoever is no service
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
    Map<String, Window> rateLimits,
    @Nullable List<String> categories) {

  /** So many requests in so many seconds. */
  public record Window(int limit, int period) {}

  public UserView {
    rateLimits = Map.copyOf(rateLimits);
    categories = categories == null ? null : List.copyOf(categories);
  }
}
