package io.tradeguard.upload;

import io.tradeguard.store.PendingFile;
import io.tradeguard.upload.content.ContentCheck;
import io.tradeguard.upload.content.ContentException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;

/** Moves a file's bytes from the client to the store: granted, checked, hashed and counted. */
final class Intake {
  private final Room room;
  private final ContentCheck check;
  private final BlockDigest digest;
  private long bytes;

  /**
   * Prepares to take a file.
   *
   * @param helpers hash while it is read
   */
  Intake(Room room, ContentCheck check, Executor helpers) {
    this.room = room;
    this.check = check;
    this.digest = new BlockDigest(helpers);
  }

  /**
   * Reads a body to its end.
   *
   * @throws ContentException at the first byte that the file's type does not allow
   */
  Received copy(InputStream body, PendingFile to) throws IOException, ContentException {
    byte[] block = new byte[BlockDigest.FIRST_BLOCK];
    int filled = 0;
    int count = body.read(block);
    while (count >= 0) {
      room.ensure(bytes + count);
      bytes += count;
      check.accept(block, filled, count);
      to.write(block, filled, count);
      filled += count;
      if (filled == block.length) {
        block = digest.add(block, filled);
        filled = 0;
      }
      count = body.read(block, filled, block.length - filled);
    }
    if (bytes > 0) {
      check.finish();
    }
    digest.add(block, filled);
    return new Received(bytes, digest.finish());
  }

  /** Returns how many bytes have come so far. */
  long bytes() {
    return bytes;
  }
}
