package io.tradeguard.upload;

import io.tradeguard.database.DatabaseTask;
import io.tradeguard.quota.LeaseLostException;
import io.tradeguard.quota.UploadQuotaManager;
import io.tradeguard.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the bodies that this node reads: ends those whose client crawls, even while their
 * thread is blocked, and renews the leases of the uploads among them, even while the store is slow.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UploadWatch {
  private static final System.Logger LOG = System.getLogger(UploadWatch.class.getName());
  private static final long PACE_MILLIS = 250;
  private static final int RENEWALS_PER_LEASE = 4;

  @Inject UploadQuotaManager quota;
  @Inject IdempotencyKeys keys;
  @Inject Settings settings;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService scheduler;

  private final Set<WatchedBody> bodies = ConcurrentHashMap.newKeySet();
  private final Set<LiveUpload> uploads = ConcurrentHashMap.newKeySet();
  private final DatabaseTask ending =
      new DatabaseTask("Slow bodies could not be ended; it is tried again", this::endSlow);
  private final DatabaseTask renewing =
      new DatabaseTask("Leases could not be renewed; it is tried again", this::renew);
  private @Nullable ScheduledFuture<?> pace;
  private @Nullable ScheduledFuture<?> leases;

  @PostConstruct
  void start() {
    long renewal = settings.upload().leaseSeconds() * 1000L / RENEWALS_PER_LEASE;
    pace =
        scheduler.scheduleWithFixedDelay(
            ending::run, PACE_MILLIS, PACE_MILLIS, TimeUnit.MILLISECONDS);
    leases =
        scheduler.scheduleWithFixedDelay(renewing::run, renewal, renewal, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (pace != null) {
      pace.cancel(false);
    }
    if (leases != null) {
      leases.cancel(false);
    }
  }

  public void add(LiveUpload upload) {
    add(upload.body());
    uploads.add(upload);
  }

  public void remove(LiveUpload upload) {
    uploads.remove(upload);
    remove(upload.body());
  }

  public void add(WatchedBody body) {
    bodies.add(body);
  }

  public void remove(WatchedBody body) {
    bodies.remove(body);
  }

  private void endSlow() {
    bodies.forEach(WatchedBody::endIfSlow);
  }

  private void renew() {
    for (LiveUpload upload : uploads) {
      try {
        quota.renew(upload.room().reservation());
        upload.held().ifPresent(keys::renew);
      } catch (LeaseLostException e) {
        upload.body().end(new LeaseEndedException());
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "A lease could not be renewed", e);
      }
    }
  }

  /** Tells the uploading thread what the watch has found. */
  static final class LeaseEndedException extends IOException {
    private static final long serialVersionUID = 1L;

    LeaseEndedException() {
      super("The reservation of this upload has ended");
    }
  }
}
