package io.tradeguard.bench;

import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.ratelimit.redis.RedisRateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Decisions in memory, about keys at random, each found by its key; and refusals of as many keys
 * that Redis is known to refuse, while the background adds them to Redis.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MemoryBench {
  private static final LimitPolicy POLICY =
      LimitPolicy.fixedWindow(Contestant.LIMIT, Contestant.PERIOD_SECONDS);

  /** How many keys are over their limits in the row that is not about the worst case. */
  static final int FEW = 100;

  private static final LimitPolicy TIGHT = LimitPolicy.fixedWindow(1, Contestant.PERIOD_SECONDS);

  /** The keys. */
  @State(Scope.Benchmark)
  public static class Keys {
    final LimitKey[] all = new LimitKey[Contestant.KEYS];

    @Setup
    public void make() {
      for (int i = 0; i < all.length; i++) {
        all[i] = LimitKey.user(i, "memory");
      }
    }

    LimitKey any() {
      return all[ThreadLocalRandom.current().nextInt(all.length)];
    }

    /** Picks one of a few: a table is full of callers, but few of them are over their limits. */
    LimitKey anyOfFew() {
      return all[ThreadLocalRandom.current().nextInt(FEW)];
    }
  }

  /** The limiters of one JVM. */
  @State(Scope.Benchmark)
  public static class InMemory {
    final MemoryRateLimiter tradeguard =
        new MemoryRateLimiter(100_000, CounterTable.monotonicMicros(), Instant.EPOCH);
    final ConcurrentMap<LimitKey, Bucket> buckets = new ConcurrentHashMap<>();
    final ConcurrentMap<LimitKey, RateLimiter> limiters = new ConcurrentHashMap<>();
  }

  /** A limiter on Redis, of which every key is over its limit. */
  @State(Scope.Benchmark)
  public static class Blocked {
    private final AtomicInteger changes = new AtomicInteger();
    RedisRateLimiter limiter;

    @Setup
    public void block(Keys keys) {
      limiter = TradeguardContestant.limiter(Integer.getInteger(RedisBench.PORT), changes);
      for (LimitKey key : keys.all) {
        limiter.decide(key, TIGHT, 2);
      }
    }

    @TearDown
    public void stop(Keys keys) {
      for (LimitKey key : keys.all) {
        limiter.reset(key);
      }
      limiter.close();
      if (changes.get() != 1) {
        throw new IllegalStateException("Some refusals were made without Redis");
      }
    }
  }

  @Benchmark
  public boolean tradeguard(Keys keys, InMemory memory) {
    return memory.tradeguard.decide(keys.any(), POLICY, 1).passes();
  }

  @Benchmark
  public boolean tradeguardFew(Keys keys, InMemory memory) {
    return memory.tradeguard.decide(keys.anyOfFew(), POLICY, 1).passes();
  }

  @Benchmark
  public boolean bucket4j(Keys keys, InMemory memory) {
    return memory.buckets.computeIfAbsent(keys.any(), k -> bucket()).tryConsume(1);
  }

  @Benchmark
  public boolean resilience4j(Keys keys, InMemory memory) {
    return memory.limiters.computeIfAbsent(keys.any(), k -> limiter()).acquirePermission();
  }

  @Benchmark
  public boolean refusal(Keys keys, Blocked redis) {
    return refused(redis.limiter, keys.any());
  }

  @Benchmark
  public boolean refusalFew(Keys keys, Blocked redis) {
    return refused(redis.limiter, keys.anyOfFew());
  }

  private static boolean refused(RedisRateLimiter limiter, LimitKey key) {
    boolean passes = limiter.decide(key, TIGHT, 1).passes();
    if (passes) {
      throw new IllegalStateException("Admitted over the limit");
    }
    return passes;
  }

  static Bucket bucket() {
    return Bucket.builder().addLimit(Bucket4jContestant.bandwidth(Contestant.LIMIT)).build();
  }

  static RateLimiter limiter() {
    return RateLimiter.of(
        "bench",
        RateLimiterConfig.custom()
            .limitForPeriod(Contestant.LIMIT)
            .limitRefreshPeriod(Duration.ofSeconds(Contestant.PERIOD_SECONDS))
            .timeoutDuration(Duration.ZERO)
            .build());
  }
}
