package io.tradeguard.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.quota.QuotaNode;
import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.StoredFile;
import io.tradeguard.quota.UserFile;
import io.tradeguard.store.disk.DiskFileStore;
import io.tradeguard.testing.TestDatabase.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreSweepTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final String STRAY = "5c0b5a34-93cb-4e12-9b52-000000000000";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private FileStore store;

  @SuppressWarnings("NullAway.Init")
  private QuotaNode quota;

  @BeforeEach
  void openStore() {
    store = new DiskFileStore(folder, Runnable::run);
  }

  @AfterEach
  void close() {
    quota.close();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void removesTheBytesOfEndedReservationsOnly(Engine engine) throws IOException {
    start(engine);
    Reservation ended = quota.manager().reserve(user(), 1);
    Reservation live = quota.manager().reserve(user(), 1);
    write(ended.storageName());
    write(live.storageName());
    quota.manager().release(ended);

    assertThat(removeEnded()).isEqualTo(1);
    assertThat(names()).containsExactly(live.storageName());
    assertThat(removeEnded()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void doesNotLetOneThatCannotBeRemovedHoldUpTheOthers(Engine engine) throws IOException {
    start(engine);
    Reservation stuck = quota.manager().reserve(user(), 1);
    Reservation other = quota.manager().reserve(user(), 1);
    Files.createDirectories(bytesOf(stuck).resolve("in the way"));
    write(other.storageName());
    quota.manager().release(stuck);
    quota.manager().release(other);

    assertThat(removeEnded()).isEqualTo(1);
    assertThat(bytesOf(other)).doesNotExist();
    Files.delete(bytesOf(stuck).resolve("in the way"));
    assertThat(removeEnded()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void removesWhatNoRowNamesAfterTenLeases(Engine engine) throws IOException {
    start(engine);
    Reservation live = quota.manager().reserve(user(), 1);
    write(live.storageName());
    write(STRAY);
    UserFile stored = store();

    assertThat(sweep(LEASE.multipliedBy(9)).removeOrphans()).isZero();
    assertThat(sweep(LEASE.multipliedBy(11)).removeOrphans()).isEqualTo(1);
    assertThat(names()).containsExactlyInAnyOrder(live.storageName(), stored.filePath());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void keepsTheBytesOfAHiddenFile(Engine engine) throws IOException {
    start(engine);
    UserFile stored = store();
    quota.manager().hide(stored.userId(), stored.id());

    assertThat(sweep(LEASE.multipliedBy(11)).removeOrphans()).isZero();
    assertThat(names()).containsExactly(stored.filePath());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void reportsARowWithoutItsBytesAndKeepsIt(Engine engine) throws IOException {
    start(engine);
    UserFile stored = store();
    StoreSweep sweep = sweep(Duration.ZERO);

    assertThat(sweep.findMissing()).isZero();
    store.delete(stored.filePath());
    assertThat(sweep.findMissing()).isEqualTo(1);
    assertThat(quota.files().find(stored.userId(), stored.id())).isPresent();
  }

  private void start(Engine engine) {
    quota = QuotaNode.start(engine, 1000, 100_000);
  }

  private int removeEnded() {
    return quota
        .session()
        .inTransaction(
            () -> {
              try {
                return sweep(Duration.ZERO).removeEnded();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private long user() {
    return quota.database().newUser();
  }

  private StoreSweep sweep(Duration later) {
    return new StoreSweep(
        store, quota.files(), quota.reservations(), Clock.offset(Clock.systemUTC(), later), LEASE);
  }

  private UserFile store() throws IOException {
    Reservation reservation = quota.manager().reserve(user(), 1);
    write(reservation.storageName());
    StoredFile facts =
        new StoredFile("a.csv", reservation.storageName(), "text/csv", 1, "0".repeat(64));
    return quota.session().inTransaction(() -> quota.manager().commit(reservation, facts));
  }

  private void write(String name) throws IOException {
    try (PendingFile pending = store.begin(name)) {
      pending.write(new byte[] {'x'}, 0, 1);
      pending.publish();
    }
  }

  private Path bytesOf(Reservation reservation) {
    String name = reservation.storageName();
    return folder.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    store.list(name -> names.add(name.name()));
    return names;
  }
}
