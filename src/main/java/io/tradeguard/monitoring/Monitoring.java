package io.tradeguard.monitoring;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tradeguard.quota.GlobalUsage;
import io.tradeguard.quota.Reconciled;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.ratelimit.LimiterStatus;
import io.tradeguard.ratelimit.lease.Leases;
import io.tradeguard.settings.Settings;
import io.tradeguard.store.Storage;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Keeps what can be known of this node, and answers those who ask. */
@ApplicationScoped
public class Monitoring {
  /** The most decisions that are kept for simulations. */
  private static final int MAX_RECORDED = 100_000;

  private static final Duration STATUS_AGE = Duration.ofMillis(500);
  private static final Duration USAGE_AGE = Duration.ofSeconds(5);
  private static final int CATCH_UP_SECONDS = 10;

  @Resource(lookup = "java:app/jdbc/tradeguard")
  DataSource dataSource;

  @Inject Settings settings;
  @Inject Clock clock;
  @Inject DistributedRateLimiter limiter;
  @Inject Leases leases;
  @Inject UploadQuotaManager quotas;
  @Inject Storage storage;

  private String node;
  private PrometheusMeterRegistry registry;
  private DecisionMeters decisions;
  private EventMeters events;
  private UploadMeters uploads;
  private StreamMeters streams;
  private History history;
  private LiveFeed feed;
  private DecisionRecorder recorder;
  private Health health;
  private List<Monitor> monitors;
  private Cached<LimiterStatus> status;
  private Cached<Optional<GlobalUsage>> usage;
  private Instant told;

  @PostConstruct
  void start() {
    node = Node.name();
    told = clock.instant();
    status = new Cached<>(limiter::status, STATUS_AGE, System::nanoTime);
    usage = new Cached<>(this::readUsage, USAGE_AGE, System::nanoTime);
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    decisions = new DecisionMeters(registry, settings.rateLimits().categories().keySet());
    SubjectMeters subjects =
        new SubjectMeters(registry, settings.rateLimits().categories().keySet());
    Map<String, Integer> concurrent = new TreeMap<>();
    for (String category : settings.rateLimits().categories().keySet()) {
      leases.limit(category).ifPresent(limit -> concurrent.put(category, limit));
    }
    LeaseMeters leased = new LeaseMeters(registry, concurrent, leases::held);
    events = new EventMeters(registry);
    uploads = new UploadMeters(registry);
    streams = new StreamMeters(registry);
    new StateGauges(registry, status::get, usage::get).register();
    history = new History(decisions.categories(), clock);
    feed = new LiveFeed(clock);
    recorder = new DecisionRecorder(clock, MAX_RECORDED);
    health =
        new Health(
            List.of(
                new DatabaseCheck(dataSource),
                new StorageCheck(storage::health),
                new RedisCheck(status::get)),
            System::nanoTime);
    monitors =
        Stream.of(decisions, subjects, leased, events, uploads, history, feed, recorder)
            .<Monitor>map(monitor -> new GuardedMonitor(monitor, System::nanoTime))
            .toList();
  }

  @PreDestroy
  void stop() {
    registry.close();
  }

  /** Notes how things stand now, and tells of the seconds that are whole. */
  void second() {
    LimiterStatus now = status.get();
    history.note(now.source(), now.redisLatencyMs());
    for (SecondCounts second : history.last(CATCH_UP_SECONDS)) {
      if (second.time().isAfter(told)) {
        told = second.time();
        feed.second(second);
      }
    }
  }

  private Optional<GlobalUsage> readUsage() {
    try {
      return Optional.of(quotas.getGlobalUsage());
    } catch (RuntimeException e) {
      // The database is away; its own health check says so.
      return Optional.empty();
    }
  }

  /** Lets all who want to know hear of something; none of them can fail the one who tells. */
  void tell(Consumer<Monitor> notice) {
    monitors.forEach(notice);
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
    return decisions.totals();
  }

  /** Returns by how many bytes the quota counters were wrong when last compared. */
  public long driftBytes() {
    return uploads.driftBytes();
  }

  /** Returns by how many files the quota counters were wrong when last compared. */
  public long driftFiles() {
    return uploads.driftFiles();
  }

  /** Returns how many stored files had lost bytes when this node last looked. */
  public long lostFiles() {
    return uploads.lostFiles();
  }

  /** Returns the meters of those who watch this node live. */
  public StreamMeters streams() {
    return streams;
  }

  /** Returns what is shown over JMX, by type. */
  Map<String, Object> beans(
      Predicate<String> reset, Supplier<Reconciled> reconcile, Supplier<String> findOrphans) {
    return Map.of(
        "RateLimiter",
        new RateLimiterView(status::get, decisions, events, reset),
        "UploadQuota",
        new UploadQuotaView(usage::get, uploads, reconcile),
        "Storage",
        new StorageView(storage::health, uploads, findOrphans));
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
