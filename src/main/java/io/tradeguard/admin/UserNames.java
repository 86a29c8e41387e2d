package io.tradeguard.admin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tradeguard.account.User;
import io.tradeguard.account.Users;
import io.tradeguard.ratelimit.LimitKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** The names of users, which never change, for lists and live events that know only ids. */
@ApplicationScoped
public class UserNames {
  private static final System.Logger LOG = System.getLogger(UserNames.class.getName());
  private static final int MAX_KNOWN = 10_000;
  private static final int MAX_DIGITS = 18;

  @Inject Users users;

  private final Cache<Long, String> known = Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();

  /** Returns a user's name; null if there is no such user or the database cannot be asked. */
  @Nullable String of(long userId) {
    try {
      return known.get(userId, id -> users.find(id).map(User::username).orElse(null));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "No name for user {0}: {1}", userId, e.getMessage());
      return null;
    }
  }

  /** Returns the name of the user whose key this is, null if it is no user's. */
  @Nullable String of(LimitKey key) {
    boolean user =
        key.type().equals(LimitKey.Type.USER)
            && key.identifier().length() <= MAX_DIGITS
            && key.identifier().chars().allMatch(c -> c >= '0' && c <= '9');
    return user ? of(Long.parseLong(key.identifier())) : null;
  }
}
