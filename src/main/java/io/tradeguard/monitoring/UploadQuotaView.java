package io.tradeguard.monitoring;

import io.tradeguard.quota.GlobalUsage;
import io.tradeguard.quota.Reconciled;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The ledger's figures, read when asked. */
final class UploadQuotaView implements UploadQuotaMXBean {
  private final Supplier<Optional<GlobalUsage>> usage;
  private final UploadMeters meters;
  private final Supplier<Reconciled> reconcile;

  UploadQuotaView(
      Supplier<Optional<GlobalUsage>> usage, UploadMeters meters, Supplier<Reconciled> reconcile) {
    this.usage = usage;
    this.meters = meters;
    this.reconcile = reconcile;
  }

  @Override
  public long getUsedBytes() {
    return of(GlobalUsage::usedBytes);
  }

  @Override
  public long getReservedBytes() {
    return of(GlobalUsage::reservedBytes);
  }

  @Override
  public long getLimitBytes() {
    return of(GlobalUsage::limitBytes);
  }

  @Override
  public long getFiles() {
    return of(GlobalUsage::files);
  }

  @Override
  public long getUsers() {
    return of(GlobalUsage::users);
  }

  @Override
  public long getReservations() {
    return of(GlobalUsage::reservations);
  }

  @Override
  public long getDriftBytes() {
    return meters.driftBytes();
  }

  @Override
  public long getDriftFiles() {
    return meters.driftFiles();
  }

  @Override
  public long getReapedReservations() {
    return meters.reapedReservations();
  }

  @Override
  public String reconcileNow() {
    Reconciled found = reconcile.get();
    return "Counters were wrong by "
        + found.driftBytes()
        + " bytes and "
        + found.driftFiles()
        + " files; they are right now.";
  }

  private long of(ToLongFunction<GlobalUsage> figure) {
    return usage.get().map(known -> figure.applyAsLong(known)).orElse(-1L);
  }
}
