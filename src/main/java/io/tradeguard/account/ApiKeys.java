package io.tradeguard.account;

import io.tradeguard.web.ProblemException;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The API keys. Every request looks its key up, so one that is deleted, or whose user is disabled,
 * stops at once on every node.
 */
@Stateless
public class ApiKeys {
  /** The most keys that a user may have. */
  public static final int MAX_PER_USER = 100;

  private static final String MARK = "tg_";
  private static final int PREFIX = 11;

  @PersistenceContext EntityManager entities;
  @Inject Clock clock;

  /**
   * A key that was just made.
   *
   * @param secret the key itself, which nobody can be shown again
   */
  public record Created(ApiKey key, String secret) {
    @Override
    public String toString() {
      return "Created[" + key.prefix() + "…]";
    }
  }

  /**
   * Makes a key for a user.
   *
   * @throws ProblemException 409 if the user has {@value #MAX_PER_USER} already
   */
  public Created create(long userId, String name) {
    // The lock makes the count exact: of two calls for the last place one waits for the other.
    entities.find(User.class, userId, LockModeType.PESSIMISTIC_WRITE);
    long count =
        entities
            .createQuery("SELECT COUNT(k) FROM ApiKey k WHERE k.userId = :user", Long.class)
            .setParameter("user", userId)
            .getSingleResult();
    if (count >= MAX_PER_USER) {
      throw ProblemException.conflict(
          "A user may have at most " + MAX_PER_USER + " API keys. Delete one first.");
    }
    String secret = MARK + Tokens.random();
    ApiKey key =
        new ApiKey(userId, name, secret.substring(0, PREFIX), Tokens.hash(secret), clock.instant());
    entities.persist(key);
    entities.flush();
    return new Created(key, secret);
  }

  /** Returns the enabled user whose key a text is. */
  public Optional<User> user(String secret) {
    if (!secret.startsWith(MARK)) {
      return Optional.empty();
    }
    return entities
        .createQuery(
            "SELECT u FROM User u, ApiKey k WHERE k.keyHash = :hash AND u.id = k.userId"
                + " AND u.enabled = TRUE",
            User.class)
        .setParameter("hash", Tokens.hash(secret))
        .getResultStream()
        .findFirst();
  }

  /** Returns a user's keys, newest first. */
  public List<ApiKey> of(long userId) {
    return entities
        .createQuery(
            "SELECT k FROM ApiKey k WHERE k.userId = :user ORDER BY k.createdAt DESC, k.id DESC",
            ApiKey.class)
        .setParameter("user", userId)
        .getResultList();
  }

  /**
   * Deletes a user's key.
   *
   * @return the key that was
   * @throws ProblemException 404 if the user has no such key
   */
  public ApiKey delete(long userId, long keyId) {
    ApiKey key = entities.find(ApiKey.class, keyId, LockModeType.PESSIMISTIC_WRITE);
    if (key == null || key.userId() != userId) {
      throw ProblemException.notFound();
    }
    entities.remove(key);
    return key;
  }
}
