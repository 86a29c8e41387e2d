package io.tradeguard.store.disk;

import io.tradeguard.store.FileStore;
import io.tradeguard.store.PendingFile;
import io.tradeguard.store.Quarantine;
import io.tradeguard.store.StoredName;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Keeps files in two levels of folders below a root, so that no folder grows large. A pending file
 * has an ending of its own and is renamed when its bytes are safe.
 */
public final class DiskFileStore implements FileStore {
  static final String PENDING = ".part";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{8,64}");
  private static final String MARKER = ".store";

  private final Path root;
  private final Executor background;
  private final FolderWalk walk;

  /**
   * Uses a folder, which is created if absent.
   *
   * @param background syncs early what is being written
   */
  public DiskFileStore(Path root, Executor background) {
    this.root = root;
    this.background = background;
    this.walk = new FolderWalk(root);
  }

  @Override
  public PendingFile begin(String name) throws IOException {
    Path folder = folder(name);
    Folders.create(root, folder);
    return DiskPendingFile.create(folder, name, background);
  }

  @Override
  public InputStream open(String name, long from, long length) throws IOException {
    FileChannel channel = FileChannel.open(path(name), StandardOpenOption.READ);
    try {
      if (channel.size() < from + length) {
        throw new EOFException("The stored file has fewer bytes than its row says");
      }
      channel.position(from);
      return new BoundedStream(Channels.newInputStream(channel), length);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    try {
      return OptionalLong.of(Files.size(path(name)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(pending(name));
    Files.deleteIfExists(path(name));
  }

  @Override
  public void list(Consumer<StoredName> visitor) throws IOException {
    walk.list(visitor);
  }

  @Override
  public Quarantine quarantine() {
    return new DiskQuarantine(this, root);
  }

  /** Describes a file of ours; one that is being deleted, or is not ours, is none. */
  static Optional<StoredName> describe(Path path) {
    String file = path.getFileName().toString();
    boolean pending = file.endsWith(PENDING);
    String name = pending ? file.substring(0, file.length() - PENDING.length()) : file;
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try {
      BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
      return facts.isRegularFile()
          ? Optional.of(
              new StoredName(name, pending, facts.lastModifiedTime().toInstant(), facts.size()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> marker() throws IOException {
    try {
      return Optional.of(Files.readString(root.resolve(MARKER)).trim());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void mark(String databaseId) throws IOException {
    Files.createDirectories(root);
    Path draft = root.resolve(MARKER + PENDING);
    Files.writeString(draft, databaseId + "\n");
    Folders.sync(draft);
    Files.move(draft, root.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(root);
  }

  Path folder(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a generated name");
    }
    return root.resolve(name.substring(0, 2)).resolve(name.substring(2, 4));
  }

  Path path(String name) {
    return folder(name).resolve(name);
  }

  Path pending(String name) {
    return folder(name).resolve(name + PENDING);
  }
}
