package io.tradeguard.admin;

import io.tradeguard.monitoring.LiveEvent;
import io.tradeguard.monitoring.Monitoring;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * All who watch this node, told of the same things at the same time. The request that something
 * happened to only leaves a note; one thread turns notes into messages, once for all streams.
 */
@ApplicationScoped
public class EventStreams {
  /** Streams that may be open at once on one node. */
  static final int MAX_STREAMS = 64;

  private static final int MAX_NOTES = 1000;
  private static final long IDLE_SECONDS = 30;

  @Inject Monitoring monitoring;
  @Inject LiveMessages messages;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<LiveEvent> notes = new ArrayBlockingQueue<>(MAX_NOTES);
  private ThreadPoolExecutor pool;
  private Thread teller;

  /** Threads exist only while something is sent; a stalled client can take two, one to close it. */
  @PostConstruct
  void start() {
    pool =
        new ThreadPoolExecutor(
            0, 2 * MAX_STREAMS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    teller = threads.newThread(this::tell);
    teller.setName("tradeguard-events");
    teller.setDaemon(true);
    teller.start();
    monitoring.watch(this::note);
  }

  @PreDestroy
  void stop() {
    teller.interrupt();
    streams.forEach(EventStream::end);
    pool.shutdown();
  }

  /**
   * Opens a stream, which begins with the node's name and its last five minutes.
   *
   * @throws ProblemException 503 if as many are open as may be
   */
  void open(Sse sse, SseEventSink sink) {
    streams.removeIf(stream -> !stream.isAlive());
    EventStream stream = new EventStream(sse, sink, pool, System::nanoTime);
    synchronized (streams) {
      if (streams.size() >= MAX_STREAMS) {
        throw new ProblemException(
            Problem.of(503, "Too many event streams are open on this node. Try again shortly.")
                .withHeader("Retry-After", "10"));
      }
      streams.add(stream);
    }
    stream.offer(messages.hello());
  }

  /** Returns how many streams are open. */
  int size() {
    return streams.size();
  }

  private void note(LiveEvent event) {
    if (!streams.isEmpty() && !notes.offer(event)) {
      notes.poll();
    }
  }

  private void tell() {
    try {
      while (true) {
        LiveEvent event = notes.take();
        streams.removeIf(stream -> !stream.isAlive());
        if (!streams.isEmpty()) {
          EventStream.Message message = messages.of(event);
          streams.forEach(stream -> stream.offer(message));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
