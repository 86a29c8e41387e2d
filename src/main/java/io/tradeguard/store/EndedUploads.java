package io.tradeguard.store;

import io.tradeguard.quota.Reservations;
import io.tradeguard.quota.UserFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Clears away the bytes of uploads whose reservation has ended, such as a killed node leaves. They
 * go into quarantine: in a database restored from a backup an upload seems to have ended that was
 * committed since.
 */
final class EndedUploads {
  private static final System.Logger LOG = System.getLogger(EndedUploads.class.getName());
  private static final int BATCH = 200;

  /** After so many the store is taken for broken, and the run ends. */
  private static final int MOST_FAILURES = 3;

  private final FileStore store;
  private final UserFiles files;
  private final Reservations reservations;

  EndedUploads(FileStore store, UserFiles files, Reservations reservations) {
    this.store = store;
    this.files = files;
    this.reservations = reservations;
  }

  /**
   * Clears away what has ended; returns how many uploads. One whose bytes cannot be moved is tried
   * again later and does not hold up the others: they come in another order each time.
   *
   * @throws IOException the last failure, once there were several
   */
  int clear() throws IOException {
    int count = 0;
    int failures = 0;
    List<String> ended = new ArrayList<>(reservations.ended(BATCH));
    Set<String> stored = files.knownPaths(ended);
    Collections.shuffle(ended);
    for (String name : ended) {
      try {
        if (!stored.contains(name)) {
          store.quarantine().add(name);
          // What could not be moved was never published, so nobody was told that it is stored.
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
}
