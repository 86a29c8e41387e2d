package io.tradeguard.monitoring;

import io.tradeguard.account.AuditTrail;
import io.tradeguard.quota.Reconciler;
import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.store.OrphanReport;
import io.tradeguard.store.StoreMaintenance;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Shows the figures over JMX, and does what is asked there. */
@ApplicationScoped
public class Management {
  @Inject Monitoring monitoring;
  @Inject DistributedRateLimiter limiter;
  @Inject Reconciler reconciler;
  @Inject StoreMaintenance store;
  @Inject AuditTrail trail;

  private @Nullable ManagementBeans beans;

  /** Registers the beans, until {@link #close}. */
  void open() {
    beans =
        new ManagementBeans(
            monitoring.beans(this::reset, reconciler::reconcileNow, this::findOrphans));
  }

  @PreDestroy
  void close() {
    if (beans != null) {
      beans.close();
      beans = null;
    }
  }

  private String findOrphans() {
    try {
      OrphanReport found = store.findOrphans();
      return "%d of %d files belong to nobody, %d bytes%s; %d are in quarantine."
          .formatted(
              found.orphans(),
              found.files(),
              found.orphanBytes(),
              found.held() ? ": too many to be swept" : "",
              found.quarantined());
    } catch (IOException e) {
      return "The store cannot be looked at: " + e.getMessage();
    }
  }

  /** A reset over JMX has no user, but it leaves its entry all the same. */
  private boolean reset(String key) {
    boolean known = limiter.delete(key);
    if (known) {
      trail.record(0, "jmx", "limiter.reset", "key " + key, "");
    }
    return known;
  }
}
