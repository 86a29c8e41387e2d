package io.tradeguard.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Folders that survive a power loss: an entry is durable only once its folder is synced. */
final class Folders {
  private Folders() {}

  /** Creates a folder below a root, and syncs each parent that gained one. */
  static void create(Path root, Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent == null || folder.equals(root)) {
      Files.createDirectories(folder);
      return;
    }
    create(root, parent);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    sync(parent);
  }

  /** Forces a folder's entries, or a file's bytes, to the disk. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
