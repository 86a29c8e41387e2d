package io.tradeguard.bench;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.Ledger;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.ratelimit.redis.RedisRateLimiter;
import io.tradeguard.settings.Secret;
import io.tradeguard.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Decisions in memory, about keys at random, each found by its key; and refusals. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MemoryBench {
  private static final int KEYS = 10_000;
  private static final int LIMIT = 1_000_000_000;

  private final LimitKey[] keys = new LimitKey[KEYS];
  private final LimitPolicy policy = LimitPolicy.fixedWindow(LIMIT, 3600);
  private final LimitPolicy tight = LimitPolicy.fixedWindow(1, 3600);
  private final ConcurrentMap<LimitKey, Bucket> buckets = new ConcurrentHashMap<>();
  private final ConcurrentMap<LimitKey, RateLimiter> limiters = new ConcurrentHashMap<>();
  private MemoryRateLimiter memory;
  private RedisRateLimiter redis;

  @Setup
  public void start() {
    memory = new MemoryRateLimiter(100_000, Ledger.monotonicMicros(), Instant.EPOCH);
    redis =
        new RedisRateLimiter(
            new Settings.Redis(
                new Secret("redis://127.0.0.1:" + Integer.getInteger("bench.redis")), 10_000, 8),
            100_000,
            Clock.systemUTC(),
            change -> {});
    for (int i = 0; i < KEYS; i++) {
      keys[i] = LimitKey.user(i, "refused");
      redis.decide(keys[i], tight, 2);
    }
  }

  @TearDown
  public void stop() {
    redis.close();
  }

  private LimitKey key() {
    return keys[ThreadLocalRandom.current().nextInt(KEYS)];
  }

  @Benchmark
  public boolean tradeguard() {
    return memory.decide(key(), policy, 1).passes();
  }

  @Benchmark
  public boolean bucket4j() {
    return buckets.computeIfAbsent(key(), k -> bucket()).tryConsume(1);
  }

  @Benchmark
  public boolean resilience4j() {
    return limiters.computeIfAbsent(key(), k -> limiter()).acquirePermission();
  }

  @Benchmark
  public boolean refusal() {
    return redis.decide(key(), tight, 1).passes();
  }

  static Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder().capacity(LIMIT).refillGreedy(LIMIT, Duration.ofHours(1)).build())
        .build();
  }

  static RateLimiter limiter() {
    return RateLimiter.of(
        "bench",
        RateLimiterConfig.custom()
            .limitForPeriod(LIMIT)
            .limitRefreshPeriod(Duration.ofHours(1))
            .timeoutDuration(Duration.ZERO)
            .build());
  }
}
