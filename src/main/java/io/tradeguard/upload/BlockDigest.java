package io.tradeguard.upload;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
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
  private @Nullable FutureTask<Void> hashing;

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
    hashing = new FutureTask<>(() -> digest.update(block, 0, length), null);
    try {
      helpers.execute(hashing);
    } catch (RejectedExecutionException busy) {
      hashing.run();
    }
    return next;
  }

  /** Ends the digest and returns it in lower-case hexadecimal. */
  String finish() throws IOException {
    await();
    return Sha256.hex(digest);
  }

  /** Waits for the block before; one that nobody has come to yet is hashed here. */
  private void await() throws IOException {
    if (hashing == null) {
      return;
    }
    hashing.run();
    try {
      hashing.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the file was hashed");
    }
  }
}
