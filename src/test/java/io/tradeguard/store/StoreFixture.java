package io.tradeguard.store;

import io.tradeguard.quota.QuotaNode;
import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.StoredFile;
import io.tradeguard.quota.UserFile;
import io.tradeguard.store.disk.DiskFileStore;
import io.tradeguard.testing.TestDatabase.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A store on the disk and the database to which it belongs. */
final class StoreFixture implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(60);
  static final Duration QUARANTINE = Duration.ofHours(24);

  /** So much later everything is old enough to be swept. */
  static final Duration OLD = LEASE.multipliedBy(11);

  final FileStore store;
  final QuotaNode quota;
  private final Path folder;

  StoreFixture(Engine engine, Path folder) {
    this.folder = folder;
    this.store = new DiskFileStore(folder, Runnable::run);
    this.quota = QuotaNode.start(engine, 100_000, 1_000_000);
  }

  OrphanSweep orphans(Duration later) {
    return new OrphanSweep(
        store,
        new Ownership(quota.files(), quota.reservations()),
        Clock.offset(Clock.systemUTC(), later),
        LEASE,
        QUARANTINE);
  }

  EndedUploads ended() {
    return new EndedUploads(store, quota.files(), quota.reservations());
  }

  /** Clears away what has ended, in a transaction as the container would begin one. */
  int clearEnded() {
    return quota
        .session()
        .inTransaction(
            () -> {
              try {
                return ended().clear();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  Reservation reserve() {
    return quota.manager().reserve(quota.database().newUser(), 1);
  }

  UserFile storeFile() throws IOException {
    Reservation reservation = reserve();
    write(reservation.storageName());
    return commit(reservation);
  }

  UserFile commit(Reservation reservation) {
    StoredFile facts =
        new StoredFile("a.csv", reservation.storageName(), "text/csv", 1, "0".repeat(64));
    return quota.session().inTransaction(() -> quota.manager().commit(reservation, facts));
  }

  /** Publishes one byte. */
  void write(String name) throws IOException {
    try (PendingFile pending = store.begin(name)) {
      pending.write(new byte[] {'x'}, 0, 1);
      pending.publish();
    }
  }

  Path bytesOf(String name) {
    return folder.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
  }

  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    store.list(name -> names.add(name.name()));
    return names;
  }

  List<String> quarantined() throws IOException {
    List<String> names = new ArrayList<>();
    store.quarantine().list(name -> names.add(name.name()));
    return names;
  }

  @Override
  public void close() {
    quota.close();
  }
}
