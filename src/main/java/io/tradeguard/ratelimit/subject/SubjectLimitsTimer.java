package io.tradeguard.ratelimit.subject;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Makes what another node changed known to this one, well within the 10 s that are promised. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SubjectLimitsTimer {
  @Inject SubjectLimits limits;

  @Schedule(second = "*/5", minute = "*", hour = "*", persistent = false)
  void refresh() {
    limits.refresh();
  }
}
