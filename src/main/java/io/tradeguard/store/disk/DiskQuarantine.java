package io.tradeguard.store.disk;

import io.tradeguard.store.Quarantine;
import io.tradeguard.store.StoredName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.Consumer;

/** One folder at the store's root. A file's time there is when it came. */
final class DiskQuarantine implements Quarantine {
  private final DiskFileStore store;
  private final Path root;
  private final Path folder;

  DiskQuarantine(DiskFileStore store, Path root) {
    this.store = store;
    this.root = root;
    this.folder = root.resolve(".quarantine");
  }

  @Override
  public void add(String name) throws IOException {
    move(store.pending(name), folder, name + DiskFileStore.PENDING);
    move(store.path(name), folder, name);
  }

  @Override
  public boolean takeBack(String name) throws IOException {
    return move(folder.resolve(name), store.folder(name), name);
  }

  /**
   * The time is set before the move: if the process dies between, bytes are kept longer, not less.
   */
  private boolean move(Path from, Path into, String as) throws IOException {
    try {
      Files.setLastModifiedTime(from, FileTime.from(Instant.now()));
      Folders.create(root, into);
      Files.move(from, into.resolve(as), StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(into);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void delete(String name) throws IOException {
    store.path(name);
    Files.deleteIfExists(folder.resolve(name));
    Files.deleteIfExists(folder.resolve(name + DiskFileStore.PENDING));
  }

  @Override
  public void list(Consumer<StoredName> visitor) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
        paths.forEach(path -> DiskFileStore.describe(path).ifPresent(visitor));
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
  }
}
