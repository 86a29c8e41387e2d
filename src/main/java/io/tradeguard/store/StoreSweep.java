package io.tradeguard.store;

import io.tradeguard.quota.Reservations;
import io.tradeguard.quota.UserFile;
import io.tradeguard.quota.UserFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Brings a store and its database together again after crashes. Bytes are removed only if their
 * reservation has ended, or if no row names them and they are older than ten leases; a row whose
 * bytes are gone is reported, never removed.
 */
public final class StoreSweep {
  private static final System.Logger LOG = System.getLogger(StoreSweep.class.getName());
  private static final int BATCH = 200;
  private static final int ROWS_PER_RUN = 2000;
  private static final int LEASES_OF_GRACE = 10;

  /** After so many the store is taken for broken, and the run ends. */
  private static final int MOST_FAILURES = 3;

  private final FileStore store;
  private final UserFiles files;
  private final Reservations reservations;
  private final Clock clock;
  private final Duration grace;
  private long lastChecked;
  private int lostSoFar;
  private int lostLastWalk;

  public StoreSweep(
      FileStore store, UserFiles files, Reservations reservations, Clock clock, Duration lease) {
    this.store = store;
    this.files = files;
    this.reservations = reservations;
    this.clock = clock;
    this.grace = lease.multipliedBy(LEASES_OF_GRACE);
  }

  /**
   * Removes the bytes of ended reservations; returns of how many. One whose bytes cannot be removed
   * is tried again later and does not hold up the others: they come in another order each time.
   *
   * @throws IOException the last failure, once there were several
   */
  public int removeEnded() throws IOException {
    int count = 0;
    int failures = 0;
    List<String> ended = new ArrayList<>(reservations.ended(BATCH));
    Set<String> stored = files.knownPaths(ended);
    Collections.shuffle(ended);
    for (String name : ended) {
      try {
        if (!stored.contains(name)) {
          store.delete(name);
        }
        reservations.forget(name);
        count++;
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "The bytes " + name + " remain for now", e);
        if (++failures == MOST_FAILURES) {
          throw e;
        }
      }
    }
    return count;
  }

  /** Removes old bytes that no row names; returns how many. */
  public int removeOrphans() throws IOException {
    Instant youngest = clock.instant().minus(grace);
    List<String> old = new ArrayList<>();
    int[] removed = new int[1];
    try {
      store.list(
          name -> {
            if (name.modified().isBefore(youngest)) {
              old.add(name.name());
            }
            if (old.size() == BATCH) {
              removed[0] += removeUnknown(old);
              old.clear();
            }
          });
      removed[0] += removeUnknown(old);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return removed[0];
  }

  private int removeUnknown(List<String> names) {
    Set<String> stored = files.knownPaths(names);
    int removed = 0;
    for (String name : names) {
      if (!stored.contains(name) && !reservations.isKnown(name)) {
        try {
          store.delete(name);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        LOG.log(System.Logger.Level.INFO, "Removed orphaned bytes {0}", name);
        removed++;
      }
    }
    return removed;
  }

  /**
   * Looks for the bytes of some of the rows, the next ones at each call.
   *
   * @return how many rows have no bytes, or not as many as they should: in the last walk through
   *     all of them or, if those are more, in this one so far
   */
  public int findMissing() throws IOException {
    List<UserFile> rows = files.after(lastChecked, ROWS_PER_RUN);
    for (UserFile row : rows) {
      OptionalLong size = store.size(row.filePath());
      if ((size.isEmpty() || size.getAsLong() != row.fileSizeBytes()) && isStill(row)) {
        lostSoFar++;
        LOG.log(
            System.Logger.Level.ERROR,
            "File {0} of user {1} has lost its bytes {2}",
            Long.toString(row.id()),
            Long.toString(row.userId()),
            row.filePath());
      }
    }
    if (rows.size() == ROWS_PER_RUN) {
      lastChecked = rows.get(rows.size() - 1).id();
    } else {
      lastChecked = 0;
      lostLastWalk = lostSoFar;
      lostSoFar = 0;
    }
    return Math.max(lostSoFar, lostLastWalk);
  }

  /** A file that was deleted in the meantime misses nothing. */
  private boolean isStill(UserFile row) {
    return files.find(row.userId(), row.id()).isPresent();
  }
}
