package io.tradeguard.store;

import io.tradeguard.database.SqlFailure;
import io.tradeguard.settings.Settings;
import io.tradeguard.store.disk.DiskFileStore;
import io.tradeguard.store.s3.S3FileStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file store that the settings name, and whether it is this database's. An unmounted folder, or
 * another installation's, holds another id or none: then nothing is written, read or swept.
 */
@ApplicationScoped
public class Storage {
  private static final System.Logger LOG = System.getLogger(Storage.class.getName());
  private static final long AGE_NANOS = Duration.ofSeconds(1).toNanos();

  /** What was found when somebody looked last. */
  private record Look(StorageHealth found, long nanos) {}

  @Inject Settings settings;
  @Inject DatabaseIdentity identity;
  @Inject Helpers helpers;

  private final ReentrantLock looking = new ReentrantLock();
  private volatile @Nullable Look last;
  private @Nullable FileStore store;

  /** Returns the store; whoever writes, reads or sweeps asks {@link #requireReady} before. */
  public synchronized FileStore store() {
    if (store == null) {
      store = open();
    }
    return store;
  }

  private FileStore open() {
    return settings.upload().s3().isPresent()
        ? new S3FileStore(settings.upload().s3().get())
        : new DiskFileStore(settings.dataDir().resolve("uploads"), helpers);
  }

  /**
   * Refuses while the store must not be used.
   *
   * @throws StoreUnavailableException if it is away or another database's
   */
  public void requireReady() throws StoreUnavailableException {
    StorageHealth now = health();
    if (!now.ready()) {
      throw new StoreUnavailableException(now.detail());
    }
  }

  /**
   * Tells whether the store can be used. One caller a second looks; while that takes long, because
   * the store is silent, the others hear what was found before.
   */
  public StorageHealth health() {
    Look seen = last;
    if (seen != null && isFresh(seen)) {
      return seen.found();
    }
    if (seen == null) {
      looking.lock();
    } else if (!looking.tryLock()) {
      return seen.found();
    }
    try {
      Look now = last;
      return now != null && isFresh(now) ? now.found() : look();
    } finally {
      looking.unlock();
    }
  }

  /**
   * Refuses as {@link #requireReady} does, but by what is so now: for whoever removes from it.
   *
   * @throws StoreUnavailableException if it is away or another database's
   */
  void requireReadyNow() throws StoreUnavailableException {
    looking.lock();
    try {
      StorageHealth now = look();
      if (!now.ready()) {
        throw new StoreUnavailableException(now.detail());
      }
    } finally {
      looking.unlock();
    }
  }

  private static boolean isFresh(Look look) {
    return System.nanoTime() - look.nanos() <= AGE_NANOS;
  }

  private StorageHealth look() {
    Look before = last;
    StorageHealth found = check();
    if (before == null || !found.equals(before.found())) {
      LOG.log(
          found.ready() ? System.Logger.Level.INFO : System.Logger.Level.ERROR,
          found.ready() ? "The file store is ready" : "The file store is not ready: {0}",
          found.detail());
    }
    last = new Look(found, System.nanoTime());
    return found;
  }

  private StorageHealth check() {
    try {
      String database = databaseId();
      Optional<String> marker = store().marker();
      if (marker.isEmpty()) {
        return claim(database);
      }
      return marker.get().equals(database)
          ? StorageHealth.READY
          : StorageHealth.notReady("the store belongs to another database");
    } catch (IOException e) {
      return StorageHealth.notReady("the store cannot be reached: " + e.getMessage());
    } catch (RuntimeException e) {
      return StorageHealth.notReady("the database cannot be asked for its id");
    }
  }

  private String databaseId() {
    Optional<String> known = identity.find();
    if (known.isPresent()) {
      return known.get();
    }
    try {
      identity.create(UUID.randomUUID().toString());
    } catch (RuntimeException e) {
      if (!SqlFailure.isDuplicate(e)) {
        throw e;
      }
    }
    return identity.find().orElseThrow();
  }

  /** Takes a new store into use; one without marker is new only if neither side knows a file. */
  private StorageHealth claim(String database) throws IOException {
    if (identity.hasFiles()) {
      return StorageHealth.notReady("the database has files, but the store is not its own");
    }
    boolean[] used = new boolean[1];
    store().list(name -> used[0] = true);
    if (used[0]) {
      return StorageHealth.notReady("the store has files, but names no database");
    }
    store().mark(database);
    return StorageHealth.READY;
  }
}
