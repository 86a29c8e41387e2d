package io.tradeguard.quota;

import io.tradeguard.database.DatabaseTask;
import io.tradeguard.database.SqlFailure;
import io.tradeguard.database.Transactions;
import io.tradeguard.settings.Settings;
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
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends reservations whose lease has run out, such as a killed node leaves. Every node does it; each
 * row is claimed by one, with the condition that its lease is over still, so an upload that lives
 * is never ended.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LeaseReaper {
  private static final System.Logger LOG = System.getLogger(LeaseReaper.class.getName());
  private static final int RUNS_PER_LEASE = 4;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final int BATCH = 100;
  private static final int MOST_TOLD = 1_000;

  @Resource TimerService timers;
  @Inject Settings settings;
  @Inject Ledger ledger;
  @Inject Transactions transactions;
  @Inject Event<ReservationsReaped> reaped;

  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final DatabaseTask task =
      new DatabaseTask("Ended leases could not be released; it is tried again", this::reap);

  @PostConstruct
  void start() {
    long pause =
        Math.min(LONGEST_PAUSE_MILLIS, settings.upload().leaseSeconds() * 1000L / RUNS_PER_LEASE);
    timers.createIntervalTimer(pause, pause, new TimerConfig(null, false));
  }

  @Timeout
  void onTimer() {
    task.run();
  }

  /** Ends what has to be ended now and returns how many reservations this node ended. */
  public int reap() {
    int count = 0;
    Set<String> failed = new HashSet<>();
    List<String> expired;
    do {
      int skipped = failed.size();
      expired = transactions.retrying(() -> ledger.leases().expired(skipped, BATCH));
      for (String id : expired) {
        try {
          count += end(id) ? 1 : 0;
        } catch (RuntimeException e) {
          failed.add(id);
          tell(id, e);
        }
      }
    } while (expired.size() == BATCH);
    if (count > 0) {
      reaped.fire(new ReservationsReaped(count));
    }
    return count;
  }

  private boolean end(String id) {
    Optional<Reservation> ended = transactions.retrying(() -> ledger.reap(id));
    ended.ifPresent(
        reservation ->
            LOG.log(
                System.Logger.Level.INFO,
                "The lease of reservation {0} has run out; {1} bytes of user {2} are free",
                id,
                Long.toString(reservation.bytes()),
                Long.toString(reservation.userId())));
    return ended.isPresent();
  }

  /** A row that cannot be ended, its account being gone, does not hold up the others. */
  private void tell(String id, RuntimeException cause) {
    if (SqlFailure.isUnavailable(cause)) {
      throw cause;
    }
    if (told.size() < MOST_TOLD && told.add(id)) {
      LOG.log(System.Logger.Level.ERROR, "Reservation " + id + " cannot be ended", cause);
    }
  }
}
