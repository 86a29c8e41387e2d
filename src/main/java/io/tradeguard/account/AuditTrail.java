package io.tradeguard.account;

import io.tradeguard.web.Fields;
import io.tradeguard.web.Page;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;

/**
 * The append-only record of administrative changes, limiter resets and logins. An entry is written
 * in the transaction of the change that it tells of, so there is never one without the other.
 */
@Stateless
public class AuditTrail {
  @PersistenceContext EntityManager entities;
  @Inject Clock clock;

  /**
   * Adds an entry. Texts that are too long are cut, and what cannot be printed is shown as {@code
   * ?}: some of them come from people who are not logged in.
   *
   * @param actorId the user who acts, 0 if nobody is logged in
   * @param actor the user's name, or the client's address
   * @param action a dotted name, for example {@code user.disable}
   * @param target what it was done to, for example {@code user ann}; may be empty
   * @param detail what else is worth knowing, no secret; may be empty
   */
  public void record(long actorId, String actor, String action, String target, String detail) {
    entities.persist(
        new AuditEntry(
            clock.instant(),
            actorId,
            fit(actor, 200),
            fit(action, 50),
            fit(target, 300),
            fit(detail, 2000)));
  }

  /** Returns a page of the trail, newest first. */
  public Page<AuditEntry> page(Page.Request page) {
    var items =
        entities
            .createQuery(
                "SELECT a FROM AuditEntry a ORDER BY a.at DESC, a.id DESC", AuditEntry.class)
            .setFirstResult(page.offset())
            .setMaxResults(page.size())
            .getResultList();
    long total =
        entities.createQuery("SELECT COUNT(a) FROM AuditEntry a", Long.class).getSingleResult();
    return new Page<>(items, total, page.page(), page.size());
  }

  private static String fit(String text, int maxUnits) {
    StringBuilder kept = new StringBuilder(Math.min(text.length(), maxUnits));
    text.codePoints()
        .map(c -> Fields.isPrintable(Character.toString(c)) ? c : '?')
        .takeWhile(c -> kept.length() + Character.charCount(c) <= maxUnits)
        .forEachOrdered(kept::appendCodePoint);
    return kept.toString();
  }
}
