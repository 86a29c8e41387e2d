package io.tradeguard.monitoring;

import io.tradeguard.account.PasswordHashed;
import io.tradeguard.quota.Reconciled;
import io.tradeguard.quota.ReservationsReaped;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.lease.LeaseDecided;
import io.tradeguard.store.FilesChecked;
import io.tradeguard.store.StoreSwept;
import io.tradeguard.upload.UploadEnded;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes a failing monitor harmless: what it throws is logged, at most once a minute, and the
 * request that it was told of goes on.
 */
final class GuardedMonitor implements Monitor {
  private static final System.Logger LOG = System.getLogger(GuardedMonitor.class.getName());
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final Monitor monitor;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLog;

  GuardedMonitor(Monitor monitor, LongSupplier nanoTime) {
    this.monitor = monitor;
    this.nanoTime = nanoTime;
    this.nextLog = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public void decided(DecisionMade event) {
    guard(() -> monitor.decided(event));
  }

  @Override
  public void leaseDecided(LeaseDecided event) {
    guard(() -> monitor.leaseDecided(event));
  }

  @Override
  public void sourceChanged(SourceChanged event) {
    guard(() -> monitor.sourceChanged(event));
  }

  @Override
  public void passwordHashed(PasswordHashed event) {
    guard(() -> monitor.passwordHashed(event));
  }

  @Override
  public void uploadEnded(UploadEnded event) {
    guard(() -> monitor.uploadEnded(event));
  }

  @Override
  public void reconciled(Reconciled event) {
    guard(() -> monitor.reconciled(event));
  }

  @Override
  public void reaped(ReservationsReaped event) {
    guard(() -> monitor.reaped(event));
  }

  @Override
  public void filesChecked(FilesChecked event) {
    guard(() -> monitor.filesChecked(event));
  }

  @Override
  public void storeSwept(StoreSwept event) {
    guard(() -> monitor.storeSwept(event));
  }

  private void guard(Runnable notice) {
    try {
      notice.run();
    } catch (RuntimeException e) {
      long now = nanoTime.getAsLong();
      long due = nextLog.get();
      if (now - due >= 0 && nextLog.compareAndSet(due, now + QUIET_NANOS)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "A monitor fails; requests go on, its figures may be wrong",
            e);
      }
    }
  }
}
