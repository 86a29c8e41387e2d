package io.tradeguard.monitoring;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tradeguard.quota.Reconciled;
import io.tradeguard.quota.ReservationsReaped;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.settings.Settings;
import io.tradeguard.upload.UploadEnded;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;

/** Hears the events of the other rooms and keeps what can be known of them. */
@ApplicationScoped
public class Monitoring {
  @Resource(lookup = "java:app/jdbc/tradeguard")
  DataSource dataSource;

  @Inject Settings settings;

  private PrometheusMeterRegistry registry;
  private DecisionMeters decisions;
  private UploadMeters uploads;
  private Health health;
  private List<Monitor> monitors;

  @PostConstruct
  void start() {
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    decisions = new DecisionMeters(registry, settings.rateLimits().categories().keySet());
    uploads = new UploadMeters(registry);
    health = new Health(List.of(new DatabaseCheck(dataSource)), System::nanoTime);
    monitors =
        List.of(
            new GuardedMonitor(decisions, System::nanoTime),
            new GuardedMonitor(uploads, System::nanoTime));
  }

  @PreDestroy
  void stop() {
    registry.close();
  }

  void on(@Observes DecisionMade event) {
    monitors.forEach(monitor -> monitor.decided(event));
  }

  void on(@Observes UploadEnded event) {
    monitors.forEach(monitor -> monitor.uploadEnded(event));
  }

  void on(@Observes Reconciled event) {
    monitors.forEach(monitor -> monitor.reconciled(event));
  }

  void on(@Observes ReservationsReaped event) {
    monitors.forEach(monitor -> monitor.reaped(event));
  }

  HealthReport ready() {
    return health.ready();
  }

  HealthReport live() {
    return health.live();
  }

  String scrape() {
    return registry.scrape();
  }
}
