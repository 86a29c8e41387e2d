package io.tradeguard.upload;

import io.tradeguard.store.Errand;
import io.tradeguard.store.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The digest of a file, block by block. While the blocks of a large file are read, a helper hashes
 * the one before: two buffers take turns. A small file is hashed by its reader alone.
 */
final class BlockDigest {
  static final int FIRST_BLOCK = 64 * 1024;

  /** Large, because each hand-over costs two threads a wake-up. */
  static final int BLOCK = 256 * 1024;

  /** Up to here, in bytes, a helper would cost more than it saves. */
  static final int ALONE = 1 << 20;

  private final MessageDigest digest = Sha256.start();
  private final Executor helpers;
  private byte[] other = new byte[0];
  private long bytes;
  private @Nullable Errand hashing;

  /**
   * Starts a digest.
   *
   * @param helpers run what they are given, or refuse it
   */
  BlockDigest(Executor helpers) {
    this.helpers = helpers;
  }

  /**
   * Takes a block over.
   *
   * @param length how many of its bytes count
   * @return the buffer for the next block
   */
  byte[] add(byte[] block, int length) throws IOException {
    bytes += length;
    if (bytes <= ALONE) {
      digest.update(block, 0, length);
      return block;
    }
    await();
    byte[] next = other.length == BLOCK ? other : new byte[BLOCK];
    other = block;
    hashing =
        Errand.offer(
            () -> {
              digest.update(block, 0, length);
              return null;
            },
            helpers);
    return next;
  }

  /** Ends the digest and returns it in lower-case hexadecimal. */
  String finish() throws IOException {
    await();
    return Sha256.hex(digest);
  }

  private void await() throws IOException {
    if (hashing != null) {
      hashing.await();
    }
  }
}
