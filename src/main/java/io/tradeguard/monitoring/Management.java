package io.tradeguard.monitoring;

import io.tradeguard.account.AuditTrail;
import io.tradeguard.quota.Reconciler;
import io.tradeguard.ratelimit.DistributedRateLimiter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Shows the figures over JMX, and does what is asked there. */
@ApplicationScoped
public class Management {
  @Inject Monitoring monitoring;
  @Inject DistributedRateLimiter limiter;
  @Inject Reconciler reconciler;
  @Inject AuditTrail trail;

  private @Nullable ManagementBeans beans;

  /** Registers the beans, until {@link #close}. */
  void open() {
    beans = new ManagementBeans(monitoring.beans(this::reset, reconciler::reconcileNow));
  }

  @PreDestroy
  void close() {
    if (beans != null) {
      beans.close();
      beans = null;
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
