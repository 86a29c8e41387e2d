package io.tradeguard.ratelimit.subject;

import io.tradeguard.database.SqlFailure;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.Page;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The overrides as they stand in the database. */
@Stateless
public class SubjectOverrides {
  /** So many are known to every node at all times; plans are for more. */
  static final int MOST = 10_000;

  @PersistenceContext EntityManager entities;
  @Inject Event<SubjectOverridesChanged> changed;

  /** Returns all there are. */
  public Map<LimitKey, WindowSettings> all() {
    Map<LimitKey, WindowSettings> all = new HashMap<>();
    entities
        .createQuery("SELECT o FROM SubjectOverride o", SubjectOverride.class)
        .getResultStream()
        .forEach(override -> all.put(override.key(), override.window()));
    return all;
  }

  /** Returns a page of them, by type, id and category. */
  public Page<SubjectOverride> page(Page.Request page) {
    List<SubjectOverride> items =
        entities
            .createQuery(
                "SELECT o FROM SubjectOverride o ORDER BY o.subjectType, o.subjectId, o.category",
                SubjectOverride.class)
            .setFirstResult(page.offset())
            .setMaxResults(page.size())
            .getResultList();
    return new Page<>(items, count(), page.page(), page.size());
  }

  /**
   * Gives a subject a limit of its own, in place of one that it has.
   *
   * @throws ProblemException 409 if there are too many, or somebody else does so at the same time
   */
  public SubjectOverride put(LimitKey key, WindowSettings window) {
    Optional<SubjectOverride> known =
        entities
            .createQuery(
                "SELECT o FROM SubjectOverride o WHERE o.subjectType = :type"
                    + " AND o.subjectId = :id AND o.category = :category",
                SubjectOverride.class)
            .setParameter("type", key.type().label())
            .setParameter("id", key.identifier())
            .setParameter("category", key.category())
            .getResultStream()
            .findFirst();
    SubjectOverride override = known.orElseGet(() -> created(key, window));
    override.set(window);
    try {
      entities.flush();
    } catch (PersistenceException e) {
      throw SqlFailure.isDuplicate(e) ? quicker() : e;
    }
    changed.fire(new SubjectOverridesChanged());
    return override;
  }

  private static ProblemException quicker() {
    return new ProblemException(
        Problem.of(409, "Somebody else gave this subject a limit at the same time. Look again."));
  }

  private SubjectOverride created(LimitKey key, WindowSettings window) {
    if (count() >= MOST) {
      throw new ProblemException(
          Problem.of(409, "There are " + MOST + " limits of single subjects already."));
    }
    SubjectOverride override = new SubjectOverride(key, window);
    entities.persist(override);
    return override;
  }

  /**
   * Returns a subject to its category's own limit.
   *
   * @return the override that was
   * @throws ProblemException 404 if there is none
   */
  public SubjectOverride remove(long id) {
    SubjectOverride override = entities.find(SubjectOverride.class, id);
    int removed =
        entities
            .createQuery("DELETE FROM SubjectOverride o WHERE o.id = :id")
            .setParameter("id", id)
            .executeUpdate();
    if (override == null || removed == 0) {
      throw ProblemException.notFound();
    }
    changed.fire(new SubjectOverridesChanged());
    return override;
  }

  private long count() {
    return entities
        .createQuery("SELECT COUNT(o) FROM SubjectOverride o", Long.class)
        .getSingleResult();
  }
}
