package io.tradeguard.upload;

import io.tradeguard.upload.content.ContentCheck;
import io.tradeguard.upload.content.ContentException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Moves a file's bytes from the client to the store: granted, checked, hashed and counted. */
final class Intake {
  private static final int BUFFER = 64 * 1024;

  private final Room room;
  private final ContentCheck check;
  private final MessageDigest digest = Sha256.start();
  private long bytes;

  Intake(Room room, ContentCheck check) {
    this.room = room;
    this.check = check;
  }

  /**
   * Reads a body to its end.
   *
   * @throws ContentException at the first byte that the file's type does not allow
   */
  Received copy(InputStream body, PendingFile to) throws IOException, ContentException {
    byte[] buffer = new byte[BUFFER];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      room.ensure(bytes + count);
      bytes += count;
      check.accept(buffer, 0, count);
      digest.update(buffer, 0, count);
      to.write(buffer, 0, count);
    }
    if (bytes > 0) {
      check.finish();
    }
    return new Received(bytes, Sha256.hex(digest));
  }

  /** Returns how many bytes have come so far. */
  long bytes() {
    return bytes;
  }
}
