package io.tradeguard.admin;

import io.tradeguard.account.AuditTrail;
import io.tradeguard.account.Caller;
import io.tradeguard.admin.SubjectOverridesResource.Own;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.subject.SubjectOverrides;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.web.Page;
import io.tradeguard.web.ProblemException;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/**
 * What operators change about single subjects: each call one transaction, its audit entry in it.
 */
@Stateless
public class SubjectAdministration {
  @Inject SubjectOverrides overrides;
  @Inject AuditTrail trail;

  /** Returns a page of the limits that there are. */
  public Page<Own> page(Page.Request request) {
    var page = overrides.page(request);
    return new Page<>(
        page.items().stream().map(Own::of).toList(), page.total(), page.page(), page.size());
  }

  /**
   * Gives a subject a limit of its own.
   *
   * @throws ProblemException 409 if there are too many
   */
  public Own put(Caller admin, LimitKey key, WindowSettings window) {
    Own own = Own.of(overrides.put(key, window));
    record(admin, own, "limit " + own.category() + " " + own.limit() + "/" + own.period());
    return own;
  }

  /**
   * Returns a subject to its category's own limit.
   *
   * @throws ProblemException 404 if it has none of its own
   */
  public void remove(Caller admin, long id) {
    Own own = Own.of(overrides.remove(id));
    record(admin, own, "limit " + own.category() + " default");
  }

  private void record(Caller admin, Own own, String detail) {
    trail.record(
        admin.userId(),
        admin.username(),
        "subject.change",
        "subject " + own.type() + ":" + own.id(),
        detail);
  }
}
