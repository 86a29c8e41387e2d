package io.tradeguard.monitoring;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Starts the monitoring with the application and lets it note each second that passes. */
@Singleton
@Startup
@DependsOn("Migrations")
public class Heartbeat {
  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());
  private static final long SECOND_MILLIS = 1000;

  @Inject Monitoring monitoring;
  @Inject Management management;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService scheduler;

  private ScheduledFuture<?> beats;

  @PostConstruct
  void start() {
    management.open();
    beats =
        scheduler.scheduleAtFixedRate(
            this::beat, SECOND_MILLIS, SECOND_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What is thrown here would end the schedule. */
  private void beat() {
    try {
      monitoring.second();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A second could not be noted", e);
    }
  }

  @PreDestroy
  void stop() {
    beats.cancel(false);
    management.close();
  }
}
