package io.tradeguard.bench;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/** Measures the heap that a key costs at a million keys, its own key object among it. */
final class MemoryPerKey {
  private static final int KEYS = 1_000_000;

  private MemoryPerKey() {}

  static double tradeguard() {
    MemoryRateLimiter memory =
        new MemoryRateLimiter(2 * KEYS, CounterTable.monotonicMicros(), Instant.EPOCH);
    LimitPolicy policy = LimitPolicy.fixedWindow(10, Contestant.PERIOD_SECONDS);
    return grown(memory, i -> memory.decide(LimitKey.user(i, "bench"), policy, 1));
  }

  static double bucket4j() {
    Map<LimitKey, Object> buckets = new ConcurrentHashMap<>();
    return grown(buckets, i -> buckets.put(LimitKey.user(i, "bench"), MemoryBench.bucket()));
  }

  static double resilience4j() {
    Map<LimitKey, Object> limiters = new ConcurrentHashMap<>();
    return grown(limiters, i -> limiters.put(LimitKey.user(i, "bench"), MemoryBench.limiter()));
  }

  private static double grown(Object holder, IntConsumer add) {
    long before = used();
    for (int i = 0; i < KEYS; i++) {
      add.accept(i);
    }
    double grown = used() - before;
    Reference.reachabilityFence(holder);
    return grown / KEYS;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
