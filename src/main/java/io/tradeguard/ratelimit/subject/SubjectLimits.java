package io.tradeguard.ratelimit.subject;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.OwnLimits;
import io.tradeguard.settings.WindowSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/**
 * The overrides as this node knows them: all, so that nobody who asks about ever new subjects makes
 * it ask the database. Those last read go on while the database is away.
 */
@ApplicationScoped
public class SubjectLimits implements OwnLimits {
  private static final Logger LOG = System.getLogger(SubjectLimits.class.getName());

  @Inject SubjectOverrides overrides;

  private volatile Map<LimitKey, WindowSettings> known = Map.of();
  private volatile boolean stale = true;

  @Override
  public Optional<WindowSettings> of(LimitKey key) {
    if (stale) {
      try {
        refresh();
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, "The timer reads limits of single subjects again", e);
      }
    }
    return Optional.ofNullable(known.get(key));
  }

  /**
   * Reads them anew.
   *
   * @throws RuntimeException if the database cannot be asked; the last known go on
   */
  synchronized void refresh() {
    stale = false;
    known = overrides.all();
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) SubjectOverridesChanged change) {
    stale = true;
  }
}
