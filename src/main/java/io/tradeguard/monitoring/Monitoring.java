package io.tradeguard.monitoring;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tradeguard.quota.Reconciled;
import io.tradeguard.quota.ReservationsReaped;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.settings.Settings;
import io.tradeguard.upload.UploadEnded;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Hears the events of the other rooms and keeps what can be known of them. */
@ApplicationScoped
public class Monitoring {
  /** The most decisions that are kept for simulations. */
  private static final int MAX_RECORDED = 100_000;

  @Resource(lookup = "java:app/jdbc/tradeguard")
  DataSource dataSource;

  @Inject Settings settings;
  @Inject Clock clock;

  private String node;
  private PrometheusMeterRegistry registry;
  private DecisionMeters decisions;
  private UploadMeters uploads;
  private History history;
  private LiveFeed feed;
  private DecisionRecorder recorder;
  private Health health;
  private List<Monitor> monitors;

  @PostConstruct
  void start() {
    node = Node.name();
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    decisions = new DecisionMeters(registry, settings.rateLimits().categories().keySet());
    uploads = new UploadMeters(registry);
    history = new History(decisions.categories(), clock);
    feed = new LiveFeed(clock);
    recorder = new DecisionRecorder(clock, MAX_RECORDED);
    health = new Health(List.of(new DatabaseCheck(dataSource)), System::nanoTime);
    monitors =
        Stream.of(decisions, uploads, history, feed, recorder)
            .<Monitor>map(monitor -> new GuardedMonitor(monitor, System::nanoTime))
            .toList();
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

  /** Returns the name of this node. */
  public String node() {
    return node;
  }

  /**
   * Adds someone who watches what happens.
   *
   * @param watcher must not block
   */
  public void watch(Consumer<LiveEvent> watcher) {
    feed.watch(watcher);
  }

  /** Returns the last whole seconds, at most 900, oldest first. */
  public List<SecondCounts> history(int seconds) {
    return history.last(seconds);
  }

  /** Returns the decisions of a category that were recorded from a time on until another. */
  public Recording recording(String category, Instant from, Instant to) {
    return recorder.recording(category, from, to);
  }

  /** Returns how this node's decisions ended since its start, for every category. */
  public List<CategoryCounts> totals() {
    return decisions.categories().stream()
        .map(
            category ->
                new CategoryCounts(
                    category,
                    decisions.count(category, Outcome.ALLOWED),
                    decisions.count(category, Outcome.REFUSED),
                    decisions.count(category, Outcome.SHADOWED),
                    decisions.count(category, Outcome.UNAVAILABLE)))
        .toList();
  }

  /** Returns by how many bytes the quota counters were wrong when last compared. */
  public long driftBytes() {
    return uploads.driftBytes();
  }

  /** Returns by how many files the quota counters were wrong when last compared. */
  public long driftFiles() {
    return uploads.driftFiles();
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
