package io.tradeguard.upload;

import io.tradeguard.database.DatabaseTask;
import io.tradeguard.database.SqlFailure;
import io.tradeguard.files.OwnFiles;
import io.tradeguard.quota.UserFile;
import io.tradeguard.quota.UserFiles;
import io.tradeguard.settings.Settings;
import io.tradeguard.store.FilesChecked;
import io.tradeguard.store.StoreMaintenance;
import io.tradeguard.store.StoreSwept;
import io.tradeguard.store.StoreUnavailableException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Cleans up on every node: often what is known to be over, rarely what has to be searched for.
 * While the store is not this database's it touches nothing.
 */
@Singleton
@Startup
@DependsOn("Migrations")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Housekeeper {
  private static final System.Logger LOG = System.getLogger(Housekeeper.class.getName());
  private static final String SEARCH = "search";
  private static final String TIDY = "tidy";
  private static final int BATCH = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  @Resource TimerService timers;
  @Inject Settings settings;
  @Inject StoreMaintenance store;
  @Inject OwnFiles ownFiles;
  @Inject UserFiles files;
  @Inject IdempotencyKeys keys;
  @Inject Event<FilesChecked> checked;
  @Inject Event<StoreSwept> swept;

  private final DatabaseTask tidying =
      new DatabaseTask("Cleaning up failed; it is tried again", () -> whileReady(this::tidy));
  private final DatabaseTask searching =
      new DatabaseTask(
          "Searching the store failed; it is tried again", () -> whileReady(this::search));
  private volatile long lastHidden;

  @PostConstruct
  void start() {
    Duration lease = Duration.ofSeconds(settings.upload().leaseSeconds());
    long tidy = Math.min(LONGEST_PAUSE_MILLIS, lease.toMillis() / 2);
    long search = lease.multipliedBy(10).toMillis();
    timers.createIntervalTimer(tidy, tidy, new TimerConfig(TIDY, false));
    timers.createIntervalTimer(search, search, new TimerConfig(SEARCH, false));
  }

  @Timeout
  void onTimer(Timer timer) {
    (SEARCH.equals(timer.getInfo()) ? searching : tidying).run();
  }

  private static void whileReady(DatabaseTask.Work work) throws Exception {
    try {
      work.run();
    } catch (StoreUnavailableException e) {
      LOG.log(System.Logger.Level.DEBUG, "Cleaning up waits for the store", e);
    }
  }

  private void tidy() throws IOException {
    store.clearEndedUploads();
    List<UserFile> batch = files.hidden(lastHidden, BATCH);
    lastHidden = batch.size() < BATCH ? 0 : batch.get(BATCH - 1).id();
    for (UserFile hidden : batch) {
      remove(hidden);
    }
  }

  /** One that cannot be removed does not hold up those behind it. */
  private void remove(UserFile hidden) {
    try {
      ownFiles.remove(hidden);
    } catch (RuntimeException e) {
      if (SqlFailure.isUnavailable(e)) {
        throw e;
      }
      LOG.log(System.Logger.Level.ERROR, "File " + hidden.id() + " cannot be removed", e);
    }
  }

  private void search() throws IOException {
    keys.purge();
    swept.fire(new StoreSwept(store.sweepOrphans(false)));
    checked.fire(new FilesChecked(store.countMissing()));
  }
}
