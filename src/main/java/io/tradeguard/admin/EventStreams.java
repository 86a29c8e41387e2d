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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
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

  private static final int SENDERS = 4;
  private static final int MAX_NOTES = 1000;
  private static final long IDLE_SECONDS = 30;

  @Inject Monitoring monitoring;
  @Inject LiveMessages messages;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final Set<EventStream> leaving = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<LiveEvent> notes = new ArrayBlockingQueue<>(MAX_NOTES);
  private ThreadPoolExecutor pool;
  private Thread teller;

  /** A few threads send to all; {@link #compensate} adds as many as clients hold. */
  @PostConstruct
  void start() {
    pool =
        new ThreadPoolExecutor(
            SENDERS, SENDERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
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
    sweep();
    EventStream stream = new EventStream(sse, sink, pool, System::nanoTime);
    synchronized (streams) {
      if (streams.size() + leaving.size() >= MAX_STREAMS) {
        throw new ProblemException(
            Problem.of(503, "Too many event streams are open on this node. Try again shortly.")
                .withHeader("Retry-After", "10"));
      }
      streams.add(stream);
    }
    monitoring.streams().opened();
    stream.offer(messages.hello());
  }

  private void note(LiveEvent event) {
    if (!(streams.isEmpty() && leaving.isEmpty()) && !notes.offer(event)) {
      notes.poll();
    }
  }

  private void sweep() {
    for (EventStream stream : List.copyOf(streams)) {
      if (!stream.isAlive()) {
        leaving.add(stream);
        if (streams.remove(stream)) {
          monitoring.streams().ended(stream.isUnread());
        }
      }
    }
    leaving.removeIf(EventStream::isQuiet);
  }

  /** Servers write blocking, so a client that does not read holds a thread until they give up. */
  private void compensate() {
    long held =
        streams.stream().filter(EventStream::holdsThread).count()
            + leaving.stream().filter(EventStream::holdsThread).count();
    int size = SENDERS + (int) held;
    if (size > pool.getMaximumPoolSize()) {
      pool.setMaximumPoolSize(size);
      pool.setCorePoolSize(size);
    } else {
      pool.setCorePoolSize(size);
      pool.setMaximumPoolSize(size);
    }
  }

  private void tell() {
    try {
      while (true) {
        LiveEvent event = notes.take();
        sweep();
        compensate();
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
