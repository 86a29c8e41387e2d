package io.tradeguard.web.transfer;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Blocking reads from a client, or writes to it, whose thread can be called back. The interrupt
 * reaches it between {@link #begin} and {@link #finish} only: both sides hold the lock when they
 * mark those bounds, and what is left of it is cleared when the call is over.
 */
final class Transfer {
  static final String PROPERTY = Transfer.class.getName();

  private final Patience patience;
  private final LongSupplier nanoTime;
  private final boolean prompt;
  private volatile Client client;
  private @Nullable Thread waiting;
  private long waitingSince;
  private @Nullable String end;

  /**
   * Begins.
   *
   * @param prompt whether a sound client makes the server wait for next to nothing, so that all the
   *     time counts from now on, and not only the present wait
   */
  Transfer(Client client, Patience patience, boolean prompt, LongSupplier nanoTime) {
    this.client = client;
    this.patience = patience;
    this.prompt = prompt;
    this.nanoTime = nanoTime;
    this.waitingSince = nanoTime.getAsLong();
  }

  Client client() {
    return client;
  }

  /** Says who the client is, once that is known better than by its address. */
  void identify(Client identified) {
    client = identified;
  }

  /** Marks that this thread is about to wait for the client. */
  synchronized void begin() throws SlowClientException {
    check();
    waiting = Thread.currentThread();
    if (!prompt) {
      waitingSince = nanoTime.getAsLong();
    }
    patience.startWaiting();
  }

  /** Marks that the wait is over, and how many bytes were moved. */
  synchronized void finish(int bytes) {
    patience.arrived(bytes);
    waiting = null;
    if (end != null) {
      Thread.interrupted();
    }
  }

  /**
   * Fails once the transfer has been ended: whatever a server makes of the interrupt, this is the
   * reason.
   */
  void check() throws SlowClientException {
    check(false);
  }

  private synchronized void check(boolean serverFailed) throws SlowClientException {
    if (end == null && patience.isTooSlow()) {
      end = "The client is too slow";
    }
    if (end != null) {
      throw new SlowClientException(end, serverFailed);
    }
  }

  /** Returns for how many nanoseconds the client has been waited for, 0 if it is not now. */
  synchronized long waited() {
    return waiting == null ? 0 : Math.max(1, nanoTime.getAsLong() - waitingSince);
  }

  synchronized void endIfSlow() {
    if (patience.isTooSlow()) {
      end("The client is too slow");
    }
  }

  synchronized boolean isEnded() {
    return end != null;
  }

  /** Makes the present and every later wait fail. */
  synchronized void end(String reason) {
    if (end == null) {
      end = reason;
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }

  /** A call that waits for the client and returns how many bytes it moved. */
  @FunctionalInterface
  interface Call {
    int run() throws IOException;
  }

  /** Runs a call that may wait for the client. */
  int watch(Call call) throws IOException {
    begin();
    int bytes = 0;
    try {
      bytes = call.run();
    } catch (IOException e) {
      check(true);
      throw e;
    } finally {
      finish(Math.max(0, bytes));
    }
    check();
    return bytes;
  }
}
