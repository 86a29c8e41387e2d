package io.tradeguard.store.disk;

import io.tradeguard.store.Errand;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

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
  private @Nullable Errand sync;
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
    if (unsynced < STEP_BYTES || (sync != null && !sync.isDone())) {
      return;
    }
    await();
    unsynced = 0;
    sync = Errand.offer(this::sync, background);
  }

  private @Nullable Void sync() throws IOException {
    try {
      channel.force(false);
    } catch (ClosedChannelException e) {
      // The upload was given up.
    }
    return null;
  }

  /**
   * Waits for the sync that is under way. One that nobody has come to yet is done here: a
   * publication depends on no other thread.
   *
   * @throws IOException if it failed
   */
  void await() throws IOException {
    if (sync != null) {
      sync.await();
    }
  }
}
