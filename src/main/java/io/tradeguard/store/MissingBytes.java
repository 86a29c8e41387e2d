package io.tradeguard.store;

import io.tradeguard.quota.UserFile;
import io.tradeguard.quota.UserFiles;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Walks through the rows of stored files, some at each call, and looks for their bytes. Bytes in
 * quarantine are put back; a row whose bytes are gone is reported, never removed.
 */
final class MissingBytes {
  private static final System.Logger LOG = System.getLogger(MissingBytes.class.getName());
  private static final int ROWS_PER_RUN = 2000;

  private final FileStore store;
  private final UserFiles files;
  private long lastChecked;
  private int lostSoFar;
  private int lostLastWalk;

  MissingBytes(FileStore store, UserFiles files) {
    this.store = store;
    this.files = files;
  }

  /**
   * Looks for the bytes of the next rows. A call that fails counts nothing, and the next one begins
   * at the same row.
   *
   * @return how many rows have no bytes, or not as many as they should: in the last walk through
   *     all of them or, if those are more, in this one so far
   */
  int count() throws IOException {
    List<UserFile> rows = files.after(lastChecked, ROWS_PER_RUN);
    int lost = 0;
    for (UserFile row : rows) {
      if (isLost(row)) {
        lost++;
        LOG.log(
            System.Logger.Level.ERROR,
            "File {0} of user {1} has lost its bytes {2}",
            Long.toString(row.id()),
            Long.toString(row.userId()),
            row.filePath());
      }
    }
    lostSoFar += lost;
    if (rows.size() == ROWS_PER_RUN) {
      lastChecked = rows.get(rows.size() - 1).id();
    } else {
      lastChecked = 0;
      lostLastWalk = lostSoFar;
      lostSoFar = 0;
    }
    return Math.max(lostSoFar, lostLastWalk);
  }

  private boolean isLost(UserFile row) throws IOException {
    OptionalLong size = store.size(row.filePath());
    if (size.isEmpty() && store.quarantine().takeBack(row.filePath())) {
      LOG.log(System.Logger.Level.WARNING, "Took {0} out of quarantine", row.filePath());
      size = store.size(row.filePath());
    }
    return (size.isEmpty() || size.getAsLong() != row.fileSizeBytes()) && isStill(row);
  }

  /** A file that was deleted in the meantime misses nothing. */
  private boolean isStill(UserFile row) {
    return files.find(row.userId(), row.id()).isPresent();
  }
}
