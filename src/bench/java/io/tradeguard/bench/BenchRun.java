package io.tradeguard.bench;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.Ledger;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.testing.RealRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures P1 to P7 against the peers in one run, prints a table and writes JSON. */
public final class BenchRun {
  private static final Path OUTPUT = Path.of("target", "bench");
  private static final int MEMORY_KEYS = 1_000_000;

  private final int port;
  private final Map<String, Double> figures = new LinkedHashMap<>();

  private BenchRun(int port) {
    this.port = port;
  }

  public static void main(String[] args) throws Exception {
    Files.createDirectories(OUTPUT);
    try (RealRedis redis = RealRedis.start()) {
      BenchRun run = new BenchRun(redis.port());
      run.jmh("RedisBench.decisions", 16, "P1-16");
      run.jmh("RedisBench.decisions", 64, "P1-64");
      run.jmh("RedisBench.latency", 1, "P3", "tradeguard", "jedis-incr");
      run.jmh("RedisBench.latency", 64, "P4", "tradeguard", "jedis-incr");
      run.cpu(redis, "tradeguard");
      run.cpu(redis, "jedis-evalsha");
      run.jmh("MemoryBench", 16, "P6");
      run.bytes();
      run.report();
    }
  }

  private void jmh(String benchmark, int threads, String name, String... contestants)
      throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(benchmark)
        .threads(threads)
        .jvmArgsAppend("-Dbench.redis=" + port, "-Xmx1g")
        .resultFormat(ResultFormatType.JSON)
        .result(OUTPUT.resolve(name + ".json").toString());
    if (contestants.length > 0) {
      options.param("contestant", contestants);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    for (RunResult result : results) {
      String contestant = result.getParams().getParam("contestant");
      String subject = contestant != null ? contestant : result.getPrimaryResult().getLabel();
      double score =
          name.equals("P4")
              ? result.getPrimaryResult().getStatistics().getPercentile(99)
              : result.getPrimaryResult().getStatistics().getPercentile(50);
      figures.put(name + " " + subject, score);
    }
  }

  /** P5: what Redis itself spends, in microseconds of CPU per decision, at 64 threads. */
  private void cpu(RealRedis redis, String contestant) throws InterruptedException {
    int each = 5_000;
    try (Contestant limiter = Contestant.of(contestant, port)) {
      Thread[] threads = new Thread[64];
      double before = cpuSeconds(redis);
      for (int t = 0; t < threads.length; t++) {
        threads[t] =
            new Thread(
                () -> {
                  for (int i = 0; i < each; i++) {
                    limiter.decide(ThreadLocalRandom.current().nextInt(Contestant.KEYS));
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      figures.put(
          "P5 " + contestant,
          (cpuSeconds(redis) - before) * 1e6 / ((double) each * threads.length));
    }
  }

  private static double cpuSeconds(RealRedis redis) {
    return redis
        .with(jedis -> jedis.info("cpu"))
        .lines()
        .filter(line -> line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
        .sum();
  }

  /** P6: heap per key at a million keys, each with its own key object. */
  private void bytes() {
    MemoryRateLimiter memory =
        new MemoryRateLimiter(2 * MEMORY_KEYS, Ledger.monotonicMicros(), Instant.EPOCH);
    LimitPolicy policy = LimitPolicy.fixedWindow(10, 3600);
    heap("tradeguard", memory, i -> memory.decide(LimitKey.user(i, "bench"), policy, 1));
    memory.close();
    Map<LimitKey, Object> buckets = new ConcurrentHashMap<>();
    heap("bucket4j", buckets, i -> buckets.put(LimitKey.user(i, "bench"), MemoryBench.bucket()));
    buckets.clear();
    heap(
        "resilience4j",
        buckets,
        i -> buckets.put(LimitKey.user(i, "bench"), MemoryBench.limiter()));
  }

  private void heap(String name, Object holder, IntConsumer add) {
    long before = used();
    for (int i = 0; i < MEMORY_KEYS; i++) {
      add.accept(i);
    }
    figures.put("P6-bytes " + name, (used() - before) / (double) MEMORY_KEYS);
    java.lang.ref.Reference.reachabilityFence(holder);
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void report() throws java.io.IOException {
    StringBuilder json = new StringBuilder("{\n  \"date\": \"" + Instant.now() + "\"");
    figures.forEach(
        (name, value) -> {
          System.out.printf(Locale.ROOT, "%-28s %14.1f%n", name, value);
          json.append(String.format(Locale.ROOT, ",%n  \"%s\": %.3f", name, value));
        });
    Files.writeString(OUTPUT.resolve("figures.json"), json.append("\n}\n"));
  }
}
