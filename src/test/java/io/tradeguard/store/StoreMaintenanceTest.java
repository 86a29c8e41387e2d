package io.tradeguard.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.UserFile;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestDatabase.Engine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of bytes and rows that do not fit together. */
@ParameterizedClass
@EnumSource(Engine.class)
class StoreMaintenanceTest {
  private static final Duration LATER =
      StoreFixture.QUARANTINE.plus(StoreFixture.OLD).plusMinutes(1);

  private final Engine engine;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private StoreFixture fixture;

  StoreMaintenanceTest(Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() {
    fixture = new StoreFixture(engine, folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void putsTheBytesOfEndedReservationsOnlyIntoQuarantine() throws IOException {
    Reservation ended = fixture.reserve();
    Reservation live = fixture.reserve();
    fixture.write(ended.storageName());
    fixture.write(live.storageName());
    fixture.quota.manager().release(ended);

    assertThat(fixture.clearEnded()).isEqualTo(1);
    assertThat(fixture.names()).containsExactly(live.storageName());
    assertThat(fixture.quarantined()).containsExactly(ended.storageName());
    assertThat(fixture.clearEnded()).isZero();
  }

  @Test
  void doesNotLetOneThatCannotBeMovedHoldUpTheOthers() throws IOException {
    Reservation stuck = fixture.reserve();
    Reservation other = fixture.reserve();
    Path inTheWay = folder.resolve(".quarantine").resolve(stuck.storageName());
    Path itsContent = inTheWay.resolve("x");
    Files.createDirectories(itsContent);
    fixture.write(stuck.storageName());
    fixture.write(other.storageName());
    fixture.quota.manager().release(stuck);
    fixture.quota.manager().release(other);

    assertThat(fixture.clearEnded()).isEqualTo(1);
    assertThat(fixture.names()).containsExactly(stuck.storageName());

    Files.delete(itsContent);
    Files.delete(inTheWay);
    assertThat(fixture.clearEnded()).isEqualTo(1);
  }

  @Test
  void movesWhatNoRowNamesAfterTenLeasesAndRemovesItAfterTheQuarantine() throws IOException {
    String stray = UUID.randomUUID().toString();
    Reservation live = fixture.reserve();
    fixture.write(live.storageName());
    fixture.write(stray);
    UserFile stored = fixture.storeFile();

    assertThat(fixture.orphans(StoreFixture.LEASE.multipliedBy(9)).sweep(false).orphans()).isZero();
    assertThat(fixture.orphans(StoreFixture.OLD).look().names()).containsExactly(stray);
    assertThat(fixture.names()).as("a look changes nothing").hasSize(3);

    OrphanReport report = fixture.orphans(StoreFixture.OLD).sweep(false);
    assertThat(report.files()).isEqualTo(3);
    assertThat(report.orphanBytes()).isEqualTo(1);
    assertThat(report.quarantined()).isEqualTo(1);
    assertThat(fixture.names()).containsExactlyInAnyOrder(live.storageName(), stored.filePath());

    assertThat(fixture.orphans(LATER).sweep(false).quarantined()).isZero();
    assertThat(fixture.quarantined()).isEmpty();
    assertThat(fixture.names()).containsExactlyInAnyOrder(live.storageName(), stored.filePath());
  }

  /** A pending file can be nobody's acknowledged file, but a clone of the database may write it. */
  @Test
  void keepsUnknownPendingBytesAsLongAsTheQuarantine() throws IOException {
    String stray = UUID.randomUUID().toString();
    try (PendingFile pending = fixture.store.begin(stray)) {
      pending.write(new byte[] {'x'}, 0, 1);
      fixture.orphans(StoreFixture.OLD).sweep(false);
      assertThat(fixture.names()).containsExactly(stray);

      fixture.orphans(LATER).sweep(false);
      assertThat(fixture.names()).isEmpty();
    }
  }

  @Test
  @Fault(71)
  void aDatabaseRestoredFromAnOlderBackupErasesNothing() throws IOException {
    List<UserFile> older = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      older.add(fixture.storeFile());
    }
    Reservation underWay = fixture.reserve();
    List<UserFile> newer = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      newer.add(fixture.storeFile());
    }
    // The older database: no newer rows, and an upload that was under way at the backup.
    newer.forEach(file -> row("DELETE FROM user_files WHERE id = " + file.id()));
    fixture.write(underWay.storageName());
    fixture.quota.manager().release(underWay);

    OrphanReport held = fixture.orphans(LATER).sweep(false);
    fixture.clearEnded();
    assertThat(held.held()).isTrue();
    assertThat(held.orphans()).isEqualTo(25);
    assertThat(fixture.names()).hasSize(55);
    assertThat(fixture.quarantined()).containsExactly(underWay.storageName());

    // Forced, the bytes are set aside; the newer database finds them again, first by itself.
    assertThat(fixture.orphans(StoreFixture.OLD).sweep(true).quarantined()).isEqualTo(26);
    restore(newer.get(0));
    assertThat(missing().count()).isZero();
    assertThat(fixture.names()).hasSize(31).contains(newer.get(0).filePath());
    restore(newer.get(1));
    fixture.orphans(LATER).sweep(false);
    assertThat(fixture.names()).hasSize(32).contains(newer.get(1).filePath());
    assertThat(older)
        .allSatisfy(file -> assertThat(fixture.store.size(file.filePath())).hasValue(1));
  }

  private void restore(UserFile file) {
    row(
        "INSERT INTO user_files (id, user_id, filename, file_size_bytes, file_path, mime_type,"
            + " sha256, state, created_at) VALUES (%d, %d, 'a.csv', 1, '%s', 'text/csv', '',"
                .formatted(file.id(), file.userId(), file.filePath())
            + " 'STORED', CURRENT_TIMESTAMP)");
  }

  private void row(String sql) {
    assertThat(fixture.quota.database().execute(sql)).isEqualTo(1);
  }

  @Test
  void keepsTheBytesOfAHiddenFile() throws IOException {
    UserFile stored = fixture.storeFile();
    fixture.quota.manager().hide(stored.userId(), stored.id());

    assertThat(fixture.orphans(StoreFixture.OLD).sweep(false).orphans()).isZero();
    assertThat(fixture.names()).containsExactly(stored.filePath());
  }

  @Test
  void reportsARowWithoutItsBytesAndKeepsIt() throws IOException {
    UserFile stored = fixture.storeFile();
    MissingBytes missing = missing();

    assertThat(missing.count()).isZero();
    fixture.store.delete(stored.filePath());
    assertThat(missing.count()).isEqualTo(1);
    assertThat(fixture.quota.files().find(stored.userId(), stored.id())).isPresent();
  }

  @Test
  @Fault(79)
  void countsALostFileOnceThoughTheWalkBreaksOff() throws IOException {
    UserFile lost = fixture.storeFile();
    UserFile silent = fixture.storeFile();
    fixture.store.delete(lost.filePath());
    boolean[] broken = {true};
    MissingBytes missing =
        new MissingBytes(failingFor(silent.filePath(), broken), fixture.quota.files());

    for (int run = 0; run < 3; run++) {
      assertThatThrownBy(missing::count).isInstanceOf(IOException.class);
    }
    broken[0] = false;
    assertThat(missing.count()).isEqualTo(1);
    assertThat(missing.count()).isEqualTo(1);
  }

  /** The real store, but for one name whose size it cannot tell while it is broken. */
  private FileStore failingFor(String name, boolean[] broken) {
    return (FileStore)
        Proxy.newProxyInstance(
            FileStore.class.getClassLoader(),
            new Class<?>[] {FileStore.class},
            (proxy, method, arguments) -> {
              if (broken[0] && method.getName().equals("size") && name.equals(arguments[0])) {
                throw new IOException("The bucket is silent");
              }
              try {
                return method.invoke(fixture.store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  private MissingBytes missing() {
    return new MissingBytes(fixture.store, fixture.quota.files());
  }
}
