package io.tradeguard.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.store.Helpers;
import io.tradeguard.store.Sha256;
import io.tradeguard.testing.Concurrently;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockDigestTest {
  private static final int LARGE = BlockDigest.ALONE + 5 * BlockDigest.BLOCK + 17;

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static String hash(byte[] bytes) {
    MessageDigest digest = Sha256.start();
    digest.update(bytes);
    return Sha256.hex(digest);
  }

  /** Feeds a file as a reader does, who fills each buffer anew as soon as it is given back. */
  private static String fed(byte[] file, Executor helpers) {
    BlockDigest digest = new BlockDigest(helpers);
    byte[] block = new byte[BlockDigest.FIRST_BLOCK];
    try {
      for (int at = 0; at < file.length; ) {
        int count = Math.min(block.length, file.length - at);
        System.arraycopy(file, at, block, 0, count);
        at += count;
        block = digest.add(block, count);
      }
      return digest.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        BlockDigest.FIRST_BLOCK,
        BlockDigest.ALONE,
        BlockDigest.ALONE + 1,
        BlockDigest.ALONE + BlockDigest.FIRST_BLOCK,
        LARGE
      })
  void isThatOfAllBytesWhoeverHashes(int size) {
    byte[] file = bytes(size);

    assertThat(fed(file, Runnable::run)).isEqualTo(hash(file));
    assertThat(fed(file, helper -> new Thread(helper).start())).isEqualTo(hash(file));
  }

  @Test
  void aBlockThatNobodyComesToIsHashedByWhoeverWaits() {
    Queue<Runnable> never = new ArrayDeque<>();
    byte[] file = bytes(LARGE);

    assertThat(fed(file, never::add)).isEqualTo(hash(file));
    assertThat(never).isNotEmpty();
    assertThat(never).hasSizeLessThan(LARGE / BlockDigest.BLOCK + 2);
  }

  @Test
  void aBlockThatNoHelperIsFreeForIsHashedAtOnce() {
    byte[] file = bytes(LARGE);

    assertThat(
            fed(
                file,
                helper -> {
                  throw new RejectedExecutionException();
                }))
        .isEqualTo(hash(file));
  }

  @Test
  void aSmallFileTroublesNoHelper() {
    Queue<Runnable> asked = new ArrayDeque<>();
    fed(bytes(BlockDigest.ALONE), asked::add);

    assertThat(asked).isEmpty();
  }

  @Test
  void manyFilesAtOnceShareTheHelpers() {
    Helpers helpers = new Helpers();
    helpers.start(Thread::new);
    try {
      assertThat(Concurrently.run(8, n -> fed(bytes(LARGE + n), helpers)))
          .containsExactlyElementsOf(Concurrently.run(8, n -> hash(bytes(LARGE + n))));
    } finally {
      helpers.stop();
    }
  }
}
