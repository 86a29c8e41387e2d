package io.tradeguard.store;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that take work off those who read uploads: as many as there are cores for each of the two
 * kinds, hashing and syncing. What none of them is free for is refused, not queued, and then done
 * by whoever needs it; the servers' own executors would queue it, all behind one thread on Payara.
 */
@ApplicationScoped
public class Helpers implements Executor {
  private static final int KINDS = 2;
  private static final long IDLE_SECONDS = 10;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  @SuppressWarnings("NullAway.Init")
  ManagedThreadFactory threads;

  @SuppressWarnings("NullAway.Init")
  private ThreadPoolExecutor pool;

  @PostConstruct
  void start() {
    start(threads);
  }

  public void start(ThreadFactory factory) {
    pool =
        new ThreadPoolExecutor(
            0,
            KINDS * Runtime.getRuntime().availableProcessors(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory);
  }

  @PreDestroy
  public void stop() {
    pool.shutdown();
  }

  /**
   * Runs work on another thread.
   *
   * @throws RejectedExecutionException if all are busy
   */
  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }
}
