package io.tradeguard.account;

import io.tradeguard.web.Page;
import io.tradeguard.web.ProblemException;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users. Changes lock the user's row, so that a login, a password change and a disabling that
 * meet take effect one after the other.
 */
@Stateless
public class Users {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final int MAX_CAUSES = 20;

  @PersistenceContext EntityManager entities;
  @Inject Event<UserCreated> created;
  @Inject Clock clock;
  @Inject PasswordHasher hasher;

  /** Returns a user by id. */
  public Optional<User> find(long id) {
    return Optional.ofNullable(entities.find(User.class, id));
  }

  /** Returns a user by name. */
  public Optional<User> find(Username name) {
    return entities
        .createQuery("SELECT u FROM User u WHERE u.username = :name", User.class)
        .setParameter("name", name.value())
        .getResultStream()
        .findFirst();
  }

  /** Returns the names of users by their ids, for lists; an id without a user is left out. */
  public List<User> find(List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return entities
        .createQuery("SELECT u FROM User u WHERE u.id IN :ids", User.class)
        .setParameter("ids", ids)
        .getResultList();
  }

  /** Returns how many users there are. */
  public long count() {
    return entities.createQuery("SELECT COUNT(u) FROM User u", Long.class).getSingleResult();
  }

  /**
   * Returns a page of the users whose name contains a text, in any case, by name.
   *
   * @param query empty for all users
   */
  public Page<User> page(String query, Page.Request page) {
    String pattern = "%" + query.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    String where = " FROM User u WHERE LOWER(u.username) LIKE :pattern ESCAPE '!'";
    List<User> items =
        entities
            .createQuery("SELECT u" + where + " ORDER BY u.username, u.id", User.class)
            .setParameter("pattern", pattern)
            .setFirstResult(page.offset())
            .setMaxResults(page.size())
            .getResultList();
    long total =
        entities
            .createQuery("SELECT COUNT(u)" + where, Long.class)
            .setParameter("pattern", pattern)
            .getSingleResult();
    return new Page<>(items, total, page.page(), page.size());
  }

  /**
   * Creates a user, enabled.
   *
   * @throws ProblemException 409 if the name is taken
   */
  public User create(Username name, NewPassword password, Role role) {
    String hash = hasher.hash(password);
    if (find(name).isPresent()) {
      throw taken();
    }
    User user = new User(name, hash, role, clock.instant());
    try {
      entities.persist(user);
      entities.flush();
    } catch (PersistenceException e) {
      throw isDuplicate(e) ? taken() : e;
    }
    created.fire(new UserCreated(user.id()));
    return user;
  }

  /**
   * Locks what a change of several fields of a user may touch, in one order whatever the fields.
   * Who changes who is an admin locks the first of all users before: so the set of admins stands
   * still, and of two who lock all of them one waits before it holds any.
   *
   * @param changesAdmins whether the change may make or unmake an enabled admin
   * @throws ProblemException 404 if there is no such user
   */
  public void lockForChange(long id, boolean changesAdmins) {
    if (changesAdmins) {
      locked(entities.createQuery("SELECT MIN(u.id) FROM User u", Long.class).getSingleResult());
    }
    locked(id);
  }

  /**
   * Changes a password and ends the user's sessions.
   *
   * @param passwordHash from {@link PasswordHasher#hash}, computed before any row is locked
   * @param keptTokenHash the session that goes on, empty for none
   * @throws ProblemException 404 if there is no such user
   */
  public void setPassword(long id, String passwordHash, String keptTokenHash) {
    locked(id).setPasswordHash(passwordHash);
    endSessions(id, keptTokenHash);
  }

  /**
   * Lets a user in or shuts them out; their sessions end with it.
   *
   * @throws ProblemException 404 if there is no such user, 409 if it is the last enabled admin
   */
  public void setEnabled(long id, boolean enabled) {
    if (!enabled) {
      refuseLastAdmin(id);
    }
    locked(id).setEnabled(enabled);
    if (!enabled) {
      endSessions(id, "");
    }
  }

  /**
   * Confines a service to some categories, or to none in particular.
   *
   * @throws ProblemException 404 if there is no such user
   */
  public void confine(long id, Confinement confinement) {
    locked(id).confine(confinement);
  }

  /**
   * Gives a user a role.
   *
   * @throws ProblemException 404 if there is no such user, 409 if it is the last enabled admin
   */
  public void setRole(long id, Role role) {
    if (role != Role.ADMIN) {
      refuseLastAdmin(id);
    }
    locked(id).setRole(role);
  }

  /** Returns the row as it stands once nobody else can change it before this transaction ends. */
  private User locked(long id) {
    User user = entities.find(User.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (user == null) {
      throw ProblemException.notFound();
    }
    entities.refresh(user);
    return user;
  }

  /**
   * Locks all enabled admins, always in the same order, so that of two admins who remove each other
   * the second finds out.
   */
  private void refuseLastAdmin(long id) {
    List<User> admins =
        entities
            .createQuery(
                "SELECT u FROM User u WHERE u.role = :admin AND u.enabled = TRUE ORDER BY u.id",
                User.class)
            .setParameter("admin", Role.ADMIN)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList();
    if (admins.size() == 1 && admins.get(0).id() == id) {
      throw ProblemException.conflict("The last enabled admin cannot be removed.");
    }
  }

  private void endSessions(long id, String keptTokenHash) {
    entities
        .createQuery("DELETE FROM Session s WHERE s.userId = :user AND s.tokenHash <> :kept")
        .setParameter("user", id)
        .setParameter("kept", keptTokenHash)
        .executeUpdate();
  }

  private static ProblemException taken() {
    return ProblemException.conflict("There is a user of this name already.");
  }

  private static boolean isDuplicate(PersistenceException exception) {
    @Nullable Throwable cause = exception;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
