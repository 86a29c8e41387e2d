package io.tradeguard.monitoring;

import io.tradeguard.store.StorageHealth;
import java.util.Map;
import java.util.function.Supplier;

/** The store's figures, read when asked. */
final class StorageView implements StorageMXBean {
  private static final String STORED = "stored";

  private final Supplier<StorageHealth> health;
  private final UploadMeters meters;
  private final Supplier<String> findOrphans;

  StorageView(Supplier<StorageHealth> health, UploadMeters meters, Supplier<String> findOrphans) {
    this.health = health;
    this.meters = meters;
    this.findOrphans = findOrphans;
  }

  @Override
  public int getReady() {
    return health.get().ready() ? 1 : 0;
  }

  @Override
  public String getDetail() {
    return health.get().detail();
  }

  @Override
  public long getUploadsStored() {
    return meters.outcomes().getOrDefault(STORED, 0L);
  }

  @Override
  public long getUploadsNotStored() {
    long all = meters.outcomes().values().stream().mapToLong(Long::longValue).sum();
    return all - getUploadsStored();
  }

  @Override
  public Map<String, Long> getUploadsByOutcome() {
    return meters.outcomes();
  }

  @Override
  public long getReceivedBytes() {
    return meters.receivedBytes();
  }

  @Override
  public long getLostFiles() {
    return meters.lostFiles();
  }

  @Override
  public long getOrphans() {
    return meters.orphans();
  }

  @Override
  public long getQuarantined() {
    return meters.quarantined();
  }

  @Override
  public String findOrphans() {
    return findOrphans.get();
  }
}
