package io.tradeguard.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tradeguard.settings.Settings;
import io.tradeguard.settings.WindowSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Knows the rule for everyone: the category's own, or what an override makes of it. */
@ApplicationScoped
public class LimitPolicies {
  /** With the time that a request takes, well below the 10 seconds that are promised. */
  private static final Duration OVERRIDES_MEMORY = Duration.ofSeconds(5);

  private static final int MAX_USERS = 100_000;

  /** Counted by address, of which no user is the owner. */
  private static final Set<String> BY_ADDRESS = Set.of(CallerLimit.ANONYMOUS, LoginRateLimit.LOGIN);

  @Inject Settings settings;
  @Inject RateLimitOverrides overrides;
  @Inject OwnLimits subjects;

  private final Cache<Long, Map<String, WindowSettings>> byUser =
      Caffeine.newBuilder().maximumSize(MAX_USERS).expireAfterWrite(OVERRIDES_MEMORY).build();

  /** Whether there is a category of this name. */
  public boolean has(String category) {
    return settings.rateLimits().categories().containsKey(category);
  }

  /** Whether a category counts addresses only; all others count users. */
  public static boolean countsAddresses(String category) {
    return BY_ADDRESS.contains(category);
  }

  /** Returns the rule of a category for callers without an override. */
  public LimitPolicy of(String category) {
    return LimitPolicy.of(settings.rateLimits().category(category));
  }

  /** Returns the rule of a category for a user; an override is one window instead of the own. */
  public LimitPolicy of(String category, long userId) {
    LimitPolicy own = of(category);
    return own.with(Optional.ofNullable(byUser.get(userId, overrides::of).get(category)));
  }

  /** Returns the rule by which a key is decided. */
  public LimitPolicy of(LimitKey key) {
    return key.type().equals(LimitKey.Type.USER)
        ? of(key.category(), Long.parseLong(key.identifier()))
        : of(key.category()).with(subjects.of(key));
  }

  /** A load that is under way is waited for and dropped, so what was changed is never kept. */
  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) OverridesChanged change) {
    byUser.invalidate(change.userId());
  }
}
