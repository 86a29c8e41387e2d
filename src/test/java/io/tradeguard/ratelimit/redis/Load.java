package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Requests to one key from several threads, until they are told to stop; what became of them. */
final class Load {
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger passedAlone = new AtomicInteger();
  private final AtomicInteger leastRemaining = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicLong slowestNanos = new AtomicLong();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Future<?>> workers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Load(RedisRateLimiter limiter, LimitKey key, LimitPolicy policy, int concurrency) {
    for (int i = 0; i < concurrency; i++) {
      workers.add(threads.submit(() -> request(limiter, key, policy)));
    }
  }

  private void request(RedisRateLimiter limiter, LimitKey key, LimitPolicy policy) {
    while (!stop.get()) {
      long start = System.nanoTime();
      Decision decision = limiter.decide(key, policy, 1);
      slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
      boolean alone = decision.source() == Source.LOCAL;
      if (!alone) {
        int remaining = decision.windows().get(0).remaining();
        leastRemaining.accumulateAndGet(remaining, Math::min);
      }
      if (decision.passes()) {
        passed.incrementAndGet();
        passedAlone.addAndGet(alone ? 1 : 0);
      }
      made.incrementAndGet();
    }
  }

  /** How many requests were decided; every one was, or {@link #end} fails. */
  int made() {
    return made.get();
  }

  int passed() {
    return passed.get();
  }

  /** How many passed without Redis. */
  int passedAlone() {
    return passedAlone.get();
  }

  /** The least that Redis said remained. */
  int leastRemaining() {
    return leastRemaining.get();
  }

  long slowestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(slowestNanos.get());
  }

  void awaitMore(int requests) {
    int before = made();
    Eventually.within(
        Duration.ofSeconds(60), () -> assertThat(made()).isGreaterThanOrEqualTo(before + requests));
  }

  void end() throws Exception {
    stop.set(true);
    for (Future<?> worker : workers) {
      worker.get(30, TimeUnit.SECONDS);
    }
    threads.shutdownNow();
  }
}
