package io.tradeguard.monitoring;

import io.tradeguard.monitoring.HealthReport.Check;
import io.tradeguard.store.StorageHealth;
import java.util.Map;
import java.util.function.Supplier;

/** Whether the file store is there, and this database's own. Why not stands in the log. */
final class StorageCheck implements Supplier<Check> {
  private final Supplier<StorageHealth> storage;

  StorageCheck(Supplier<StorageHealth> storage) {
    this.storage = storage;
  }

  @Override
  public Check get() {
    return Check.of("storage", storage.get().ready(), Map.of());
  }
}
