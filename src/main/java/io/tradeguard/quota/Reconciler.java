package io.tradeguard.quota;

import io.tradeguard.database.DatabaseTask;
import io.tradeguard.database.SqlFailure;
import io.tradeguard.database.Transactions;
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
import java.time.Duration;

/**
 * Repairs counters that do not say what the rows say. The ledger never makes them differ; someone
 * with a database console may. It never looks at bytes: a file whose bytes are missing is reported
 * elsewhere, and still counts.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Reconciler {
  private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());
  private static final long FIRST_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long PAUSE_MILLIS = Duration.ofMinutes(10).toMillis();

  @Resource TimerService timers;
  @Inject Comparison comparison;
  @Inject AccountOpening accounts;
  @Inject Transactions transactions;
  @Inject Event<Reconciled> reconciled;

  private final DatabaseTask task =
      new DatabaseTask("The quota counters could not be compared", this::reconcileNow);

  @PostConstruct
  void start() {
    timers.createIntervalTimer(FIRST_MILLIS, PAUSE_MILLIS, new TimerConfig(null, false));
  }

  @Timeout
  void onTimer() {
    task.run();
  }

  /** Compares and repairs all counters; a user's uploads wait only while theirs is repaired. */
  public Reconciled reconcileNow() {
    for (long user : transactions.retrying(comparison::usersWithoutAccount)) {
      accounts.open(user);
    }
    Drift drift = Drift.NONE;
    for (long user : transactions.retrying(comparison::suspects)) {
      drift = drift.plus(repair(user));
    }
    drift = drift.plus(transactions.retrying(comparison::repairGlobal));
    if (!drift.equals(Drift.NONE)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Quota counters were wrong by {0} bytes and {1} files; they are repaired",
          Long.toString(drift.bytes()),
          Long.toString(drift.files()));
    }
    Reconciled result = new Reconciled(drift.bytes(), drift.files());
    reconciled.fire(result);
    return result;
  }

  /** One account that cannot be repaired does not hold up the others. */
  private Drift repair(long user) {
    try {
      return transactions.retrying(() -> comparison.repairAccount(user));
    } catch (RuntimeException e) {
      if (SqlFailure.isUnavailable(e)) {
        throw e;
      }
      LOG.log(System.Logger.Level.ERROR, "The account of user " + user + " stays as it is", e);
      return Drift.NONE;
    }
  }
}
