package io.tradeguard.store;

/**
 * Whether the file store can be used.
 *
 * @param detail why not, for the operator; empty if it can
 */
public record StorageHealth(boolean ready, String detail) {
  static final StorageHealth READY = new StorageHealth(true, "");

  static StorageHealth notReady(String detail) {
    return new StorageHealth(false, detail);
  }
}
