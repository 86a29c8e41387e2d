package io.tradeguard.account;

import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The browsers that are logged in, on every node alike. */
@Stateless
public class Sessions {
  static final Duration LIFETIME = Duration.ofHours(12);

  @PersistenceContext EntityManager entities;
  @Inject Clock clock;

  /**
   * Opens a session for a user whose password was found right.
   *
   * @param verified the user as they were when their password was compared
   * @return the token, or empty if the user was disabled or the password changed meanwhile
   */
  public Optional<String> open(User verified) {
    User user = entities.find(User.class, verified.id(), LockModeType.PESSIMISTIC_WRITE);
    if (user == null) {
      return Optional.empty();
    }
    entities.refresh(user);
    if (!user.isEnabled() || !user.passwordHash().equals(verified.passwordHash())) {
      return Optional.empty();
    }
    String token = Tokens.random();
    Instant expiry = clock.instant().plus(LIFETIME);
    entities.persist(new Session(Tokens.hash(token), user.id(), expiry));
    return Optional.of(token);
  }

  /** Returns the enabled user of a session that has not expired. */
  public Optional<User> user(String token) {
    return entities
        .createQuery(
            "SELECT u FROM User u, Session s WHERE s.tokenHash = :hash AND s.expiresAt > :now"
                + " AND u.id = s.userId AND u.enabled = TRUE",
            User.class)
        .setParameter("hash", Tokens.hash(token))
        .setParameter("now", clock.instant())
        .getResultStream()
        .findFirst();
  }

  /** Ends a session; one that is not there has ended already. */
  public void end(String token) {
    entities
        .createQuery("DELETE FROM Session s WHERE s.tokenHash = :hash")
        .setParameter("hash", Tokens.hash(token))
        .executeUpdate();
  }

  /** Removes the rows of sessions that have expired, every ten minutes. */
  @Schedule(hour = "*", minute = "*/10", persistent = false)
  public void purge() {
    entities
        .createQuery("DELETE FROM Session s WHERE s.expiresAt <= :now")
        .setParameter("now", clock.instant())
        .executeUpdate();
  }
}
