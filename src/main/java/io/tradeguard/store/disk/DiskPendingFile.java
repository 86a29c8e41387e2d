package io.tradeguard.store.disk;

import io.tradeguard.store.PendingFile;
import io.tradeguard.store.StoreFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;

/** Bytes on their way to the disk. */
final class DiskPendingFile implements PendingFile {
  /** Where less is free than this, a failed write means that the disk is full. */
  private static final long FULL_BELOW_BYTES = 1 << 20;

  private final FileChannel channel;
  private final EarlySync early;
  private final Path folder;
  private final Path pending;
  private final Path published;
  private boolean done;

  private DiskPendingFile(
      FileChannel channel, EarlySync early, Path folder, Path pending, Path published) {
    this.channel = channel;
    this.early = early;
    this.folder = folder;
    this.pending = pending;
    this.published = published;
  }

  static DiskPendingFile create(Path folder, String name, Executor background) throws IOException {
    Path pending = folder.resolve(name + DiskFileStore.PENDING);
    try {
      FileChannel channel =
          FileChannel.open(pending, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new DiskPendingFile(
          channel, new EarlySync(channel, background), folder, pending, folder.resolve(name));
    } catch (IOException e) {
      throw explain(e, folder);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      early.wrote(length);
    } catch (IOException e) {
      throw explain(e, folder);
    }
  }

  @Override
  public void publish() throws IOException {
    try {
      early.await();
      channel.force(true);
      channel.close();
      Files.move(pending, published, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      Folders.sync(folder);
    } catch (IOException e) {
      throw explain(e, folder);
    }
  }

  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      channel.close();
      Files.deleteIfExists(pending);
    }
  }

  /** Tells a full disk (or the process's own file-size limit) from other failures. */
  private static IOException explain(IOException e, Path folder) {
    String message = String.valueOf(e.getMessage());
    boolean full =
        message.contains("No space left")
            || message.contains("quota exceeded")
            || message.contains("File too large");
    try {
      full |= Files.getFileStore(folder).getUsableSpace() < FULL_BELOW_BYTES;
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
    }
    return full ? new StoreFullException(e) : e;
  }
}
