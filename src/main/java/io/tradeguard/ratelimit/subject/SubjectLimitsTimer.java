package io.tradeguard.ratelimit.subject;

import io.tradeguard.database.DatabaseTask;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Makes what another node changed known to this one, well within the 10 s that are promised. */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SubjectLimitsTimer {
  private static final long PAUSE_MILLIS = 5_000;

  @Resource TimerService timers;
  @Inject SubjectLimits limits;

  private final DatabaseTask task =
      new DatabaseTask(
          "Limits of single subjects could not be read, the last known go on", this::refresh);

  @PostConstruct
  void start() {
    timers.createIntervalTimer(PAUSE_MILLIS, PAUSE_MILLIS, new TimerConfig(null, false));
  }

  @Timeout
  void onTimer() {
    task.run();
  }

  private void refresh() {
    limits.refresh();
  }
}
