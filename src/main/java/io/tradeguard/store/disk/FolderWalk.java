package io.tradeguard.store.disk;

import io.tradeguard.store.StoredName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Walks through the two levels of folders. What is not ours, such as {@code lost+found} or a folder
 * of somebody else, is never opened, so that it may be unreadable, and is named in the log once.
 */
final class FolderWalk {
  private static final System.Logger LOG = System.getLogger(FolderWalk.class.getName());
  private static final Pattern FOLDER = Pattern.compile("[a-z0-9-]{2}");
  private static final Pattern OWN_ENTRIES = Pattern.compile("\\.store(\\.part)?|\\.quarantine");

  /** The most foreign entries that are named, and remembered for it. */
  private static final int MOST_NAMED = 100;

  private final Path root;
  private final Set<Path> named = ConcurrentHashMap.newKeySet();

  FolderWalk(Path root) {
    this.root = root;
  }

  void list(Consumer<StoredName> visitor) throws IOException {
    try {
      each(
          root,
          entry -> OWN_ENTRIES.matcher(String.valueOf(entry.getFileName())).matches(),
          first ->
              each(
                  first,
                  entry -> false,
                  second -> {
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(second)) {
                      files.forEach(file -> DiskFileStore.describe(file).ifPresent(visitor));
                    }
                  }));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      LOG.log(System.Logger.Level.DEBUG, "A folder of the store went away meanwhile", e);
    }
  }

  /** Work on a folder. */
  @FunctionalInterface
  private interface Work {
    void on(Path folder) throws IOException;
  }

  private void each(Path parent, Predicate<Path> known, Work work) throws IOException {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        if (isOurs(entry)) {
          work.on(entry);
        } else if (!known.test(entry)) {
          name(entry);
        }
      }
    }
  }

  private static boolean isOurs(Path entry) {
    return FOLDER.matcher(String.valueOf(entry.getFileName())).matches()
        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }

  private void name(Path entry) {
    if (named.size() < MOST_NAMED && named.add(entry)) {
      LOG.log(System.Logger.Level.WARNING, "Not of this store, and left alone: {0}", entry);
    }
  }
}
