package io.tradeguard.monitoring;

import io.tradeguard.store.StorageHealth;
import java.util.Map;
import java.util.function.Supplier;

/** The store's figures, read when asked. */
final class StorageView implements StorageMXBean {
  private static final String STORED = "stored";

  private final Supplier<StorageHealth> health;
  private final UploadMeters meters;

  StorageView(Supplier<StorageHealth> health, UploadMeters meters) {
    this.health = health;
    this.meters = meters;
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
}
