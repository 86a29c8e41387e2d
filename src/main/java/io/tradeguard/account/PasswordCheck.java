package io.tradeguard.account;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tradeguard.web.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Tells whether a user name and a password belong together, and lets nobody try that for free. */
@ApplicationScoped
public class PasswordCheck {
  @Inject Users users;
  @Inject PasswordHasher hasher;
  @Inject LoginGate gate;
  @Inject LoginRecord record;

  private final VerifiedPairs verified = new VerifiedPairs(Ticker.systemTicker());

  /** What became of an attempt. */
  sealed interface Result {
    /** Right, as the user's row stood then. */
    record Right(User user) implements Result {}

    /** Wrong, for whatever reason. */
    record Wrong() implements Result {}

    /** Not compared: the address has tried too often. */
    record Refused(Problem problem) implements Result {}
  }

  /**
   * Compares a password with a user's. A pair that was right a moment ago is recognised; any other
   * attempt counts against the address before its hash is computed, and costs the same whether or
   * not the user exists.
   */
  Result check(String username, String password, String address) {
    Optional<User> user = Username.parse(username).flatMap(users::find);
    boolean enabled = user.filter(User::isEnabled).isPresent();
    if (enabled && verified.knows(user.get(), password)) {
      return new Result.Right(user.get());
    }
    Optional<Problem> tooMany = gate.admit(address);
    if (tooMany.isPresent()) {
      return new Result.Refused(tooMany.get());
    }
    if (matches(user, password) && enabled) {
      verified.remember(user.get(), password);
      record.success(user.get(), address);
      return new Result.Right(user.get());
    }
    record.failure(username, address);
    return new Result.Wrong();
  }

  private boolean matches(Optional<User> user, String password) {
    if (user.isEmpty()) {
      hasher.matchNobody(password);
      return false;
    }
    return hasher.matches(user.get().passwordHash(), password);
  }
}
