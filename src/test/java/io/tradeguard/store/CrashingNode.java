package io.tradeguard.store;

import io.tradeguard.quota.QuotaNode;
import io.tradeguard.quota.Reservation;
import io.tradeguard.quota.StoredFile;
import io.tradeguard.quota.UserFile;
import io.tradeguard.store.disk.DiskFileStore;
import io.tradeguard.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that is a node without its server: ledger, store and database as they are, driven by
 * threads that store and delete for ever and say what they did. It lives until it is killed.
 */
final class CrashingNode {
  static final int LEASE_SECONDS = 1;
  private static final int LARGEST_BYTES = 100_000;
  private static final int WORKERS = 3;
  private static final int BATCH = 100;

  private final QuotaNode node;
  private final FileStore store;
  private final EndedUploads ended;

  private CrashingNode(Path folder) {
    node = QuotaNode.on(TestDatabase.h2In(folder), LEASE_SECONDS);
    store = new DiskFileStore(folder.resolve("uploads"), Runnable::run);
    ended = new EndedUploads(store, node.files(), node.reservations());
  }

  /**
   * Runs a node.
   *
   * @param arguments the folder, a seed, and {@code work} or {@code tidy}: whether files are stored
   *     too, or only cleaned up after those that crashed
   */
  public static void main(String[] arguments) {
    CrashingNode crashing = new CrashingNode(Path.of(arguments[0]));
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    if (arguments[2].equals("work")) {
      for (int i = 0; i < WORKERS; i++) {
        SplittableRandom own = random.split();
        long user = crashing.node.database().newUser(random.nextLong(1L << 40));
        new Thread(() -> crashing.work(user, own)).start();
      }
    }
    say("ready");
    crashing.tidyForEver();
  }

  private static void say(String what) {
    synchronized (System.out) {
      System.out.println(what);
      System.out.flush();
    }
  }

  private void tidyForEver() {
    while (true) {
      try {
        node.reap();
        node.session().inTransaction(this::clearEnded);
        for (UserFile hidden : node.files().hidden(0, BATCH)) {
          remove(hidden);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private int clearEnded() {
    try {
      return ended.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void work(long user, SplittableRandom random) {
    Deque<UserFile> mine = new ArrayDeque<>();
    while (true) {
      try {
        if (mine.isEmpty() || random.nextInt(3) > 0) {
          mine.add(storeOne(user, random.nextInt(1, LARGEST_BYTES), random.nextBoolean()));
        } else {
          deleteOne(mine.remove());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private UserFile storeOne(long user, int size, boolean lengthIsKnown) throws IOException {
    Reservation reservation = node.manager().reserve(user, lengthIsKnown ? size : 0);
    try (PendingFile pending = store.begin(reservation.storageName())) {
      byte[] bytes = new byte[size];
      pending.write(bytes, 0, size / 2);
      reservation = node.manager().grow(reservation, size);
      pending.write(bytes, size / 2, size - size / 2);
      pending.publish();
    }
    Reservation last = reservation;
    StoredFile facts =
        new StoredFile("a.csv", last.storageName(), "text/csv", size, "0".repeat(64));
    UserFile stored = node.session().inTransaction(() -> node.manager().commit(last, facts));
    say("stored " + stored.filePath());
    return stored;
  }

  private void deleteOne(UserFile file) throws IOException {
    say("deleting " + file.filePath());
    node.manager().hide(file.userId(), file.id());
    remove(file);
  }

  private void remove(UserFile hidden) throws IOException {
    store.delete(hidden.filePath());
    node.manager().forget(hidden.id());
  }
}
