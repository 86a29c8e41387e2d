package io.tradeguard.admin;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One watcher's connection. Whoever has news only puts it in a queue; a thread of the pool sends,
 * and only while there is something to send, so an open stream holds no thread. A client that does
 * not read is dropped: once its queue is full, or one event has been on its way for too long. Where
 * the server takes what it cannot send into memory, neither happens; so no stream, read or not,
 * gets more than half a megabyte. Browsers come back by themselves.
 */
final class EventStream {
  private static final int MAX_QUEUED = 200;
  private static final long STALLED_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LIFETIME_NANOS = Duration.ofMinutes(15).toNanos();
  private static final long MAX_BYTES = 512 * 1024;

  private final Sse sse;
  private final SseEventSink sink;
  private final Executor pool;
  private final LongSupplier nanoTime;
  private final long opened;
  private final Deque<Message> queue = new ArrayDeque<>();
  private boolean sending;
  private boolean closing;
  private long busySince;
  private boolean ended;
  private boolean unread;
  private long bytes;

  /**
   * An event as it goes over the wire.
   *
   * @param data one line of JSON
   * @param bytes of the data, once for all streams
   */
  record Message(String name, String data, int bytes) {
    Message(String name, String data) {
      this(name, data, data.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  EventStream(Sse sse, SseEventSink sink, Executor pool, LongSupplier nanoTime) {
    this.sse = sse;
    this.sink = sink;
    this.pool = pool;
    this.nanoTime = nanoTime;
    this.opened = nanoTime.getAsLong();
  }

  /** Queues a message, unless the stream has ended. */
  synchronized void offer(Message message) {
    if (ended) {
      return;
    }
    if (queue.size() >= MAX_QUEUED) {
      unread = true;
      end();
      return;
    }
    queue.addLast(message);
    bytes += message.bytes();
    if (!sending) {
      sendNext();
    }
  }

  /**
   * Ends the stream if its client does not read, has gone, was told as much as one stream may, or
   * has watched for so long that it should prove anew who it is.
   *
   * @return whether it goes on
   */
  synchronized boolean isAlive() {
    long now = nanoTime.getAsLong();
    boolean stalled = sending && now - busySince > STALLED_NANOS;
    boolean done = sink.isClosed() || bytes > MAX_BYTES || now - opened > LIFETIME_NANOS;
    if (!ended && (stalled || done)) {
      unread = stalled;
      end();
    }
    return !ended;
  }

  /** Whether it was ended because its client does not read. */
  synchronized boolean isUnread() {
    return unread;
  }

  /** Closes the connection; what is queued is lost. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      queue.clear();
      closing = true;
      busySince = nanoTime.getAsLong();
      try {
        pool.execute(this::close);
      } catch (RejectedExecutionException e) {
        // The pool has been shut down, and with it the server closes its connections.
        closing = false;
      }
    }
  }

  private void close() {
    try {
      sink.close();
    } finally {
      synchronized (this) {
        closing = false;
      }
    }
  }

  /** Whether nothing is under way: an ended stream that is quiet holds nothing any more. */
  synchronized boolean isQuiet() {
    return !sending && !closing;
  }

  /** Whether a thread has been waiting for this client for longer than a sound one takes. */
  synchronized boolean holdsThread() {
    return !isQuiet() && nanoTime.getAsLong() - busySince > SLOW_NANOS;
  }

  private void sendNext() {
    Message next = queue.pollFirst();
    sending = next != null && !ended;
    if (next != null && sending) {
      busySince = nanoTime.getAsLong();
      try {
        pool.execute(() -> send(next));
      } catch (RejectedExecutionException e) {
        end();
      }
    }
  }

  private void send(Message message) {
    try {
      OutboundSseEvent event =
          sse.newEventBuilder().name(message.name()).data(String.class, message.data()).build();
      sink.send(event).whenComplete((result, failure) -> sent(failure));
    } catch (RuntimeException e) {
      sent(e);
    }
  }

  private synchronized void sent(@Nullable Throwable failure) {
    if (failure == null) {
      sendNext();
    } else {
      sending = false;
      end();
    }
  }
}
