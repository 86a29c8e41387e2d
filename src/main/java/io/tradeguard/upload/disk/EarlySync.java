package io.tradeguard.upload.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Keeps the disk busy while the client still sends: what has come is synced in the background, one
 * sync at a time, so that the last one, for which the client waits, has little left to do. It also
 * bounds what a crash of many uploads leaves unwritten in the system's memory.
 *
 * <p>The system tells of bytes that could not be written once, to whoever syncs next; so a failure
 * of an early sync is kept, and fails the upload.
 */
final class EarlySync {
  /** Small enough that two fit into a typical upload, large enough to cost nothing. */
  static final int STEP_BYTES = 4 << 20;

  private final FileChannel channel;
  private final Executor background;
  private CompletableFuture<Void> sync = CompletableFuture.completedFuture(null);
  private long unsynced;

  EarlySync(FileChannel channel, Executor background) {
    this.channel = channel;
    this.background = background;
  }

  /**
   * Notes bytes that were written, and starts a sync when there are enough.
   *
   * @throws IOException if an earlier one has failed
   */
  void wrote(int bytes) throws IOException {
    unsynced += bytes;
    if (unsynced < STEP_BYTES || !sync.isDone()) {
      return;
    }
    await();
    unsynced = 0;
    try {
      sync = CompletableFuture.runAsync(this::sync, background);
    } catch (RejectedExecutionException busy) {
      // Too much else is under way: the next sync does the work of this one.
    }
  }

  private void sync() {
    try {
      channel.force(false);
    } catch (ClosedChannelException e) {
      // The upload was given up.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for the sync that is under way.
   *
   * @throws IOException if it failed
   */
  void await() throws IOException {
    try {
      sync.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw e;
    }
  }
}
