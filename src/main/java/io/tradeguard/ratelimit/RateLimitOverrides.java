package io.tradeguard.ratelimit;

import io.tradeguard.settings.Settings;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.ProblemException;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The limits that operators gave to single users. A change takes effect at once on this node and
 * within 10 seconds on every other.
 */
@Stateless
public class RateLimitOverrides {
  @PersistenceContext EntityManager entities;
  @Inject Settings settings;
  @Inject Event<OverridesChanged> changed;

  /** Returns a user's overrides by category, as they stand in the database. */
  public Map<String, WindowSettings> of(long userId) {
    Map<String, WindowSettings> overrides = new TreeMap<>();
    entities
        .createQuery(
            "SELECT o FROM RateLimitOverride o WHERE o.userId = :user", RateLimitOverride.class)
        .setParameter("user", userId)
        .getResultStream()
        .forEach(override -> overrides.put(override.category(), override.window()));
    return overrides;
  }

  /** Returns the overrides of several users by user and category; who has none is left out. */
  public Map<Long, Map<String, WindowSettings>> of(List<Long> userIds) {
    Map<Long, Map<String, WindowSettings>> overrides = new HashMap<>();
    if (!userIds.isEmpty()) {
      entities
          .createQuery(
              "SELECT o FROM RateLimitOverride o WHERE o.userId IN :users", RateLimitOverride.class)
          .setParameter("users", userIds)
          .getResultStream()
          .forEach(
              override ->
                  overrides
                      .computeIfAbsent(override.userId(), user -> new TreeMap<>())
                      .put(override.category(), override.window()));
    }
    return overrides;
  }

  /**
   * Gives a user a limit of their own in a category.
   *
   * @throws ProblemException 422 if there is no such category, or it is counted by address
   */
  public void put(long userId, String category, WindowSettings window) {
    if (!settings.rateLimits().categories().containsKey(category)) {
      throw ProblemException.unprocessable("There is no rate limit '" + category + "'.");
    }
    if (LimitPolicies.countsAddresses(category)) {
      throw ProblemException.unprocessable(
          "The rate limit '" + category + "' counts addresses, so no user can have their own.");
    }
    delete(userId, category);
    entities.persist(new RateLimitOverride(userId, category, window));
    changed.fire(new OverridesChanged(userId));
  }

  /** Returns a user to a category's own limit. */
  public void remove(long userId, String category) {
    delete(userId, category);
    changed.fire(new OverridesChanged(userId));
  }

  /** Returns a user to the limits of all categories. */
  public void clear(long userId) {
    entities
        .createQuery("DELETE FROM RateLimitOverride o WHERE o.userId = :user")
        .setParameter("user", userId)
        .executeUpdate();
    changed.fire(new OverridesChanged(userId));
  }

  private void delete(long userId, String category) {
    entities
        .createQuery(
            "DELETE FROM RateLimitOverride o WHERE o.userId = :user AND o.category = :category")
        .setParameter("user", userId)
        .setParameter("category", category)
        .executeUpdate();
  }
}
