package io.tradeguard.bench;

import io.tradeguard.testing.RealRedis;
import java.util.concurrent.ThreadLocalRandom;

/** Measures the CPU time that Redis itself spends on a decision, by its own account. */
final class RedisCpu {
  private static final int THREADS = 64;
  private static final int EACH = 4_000;

  private final RealRedis redis;

  RedisCpu(RealRedis redis) {
    this.redis = redis;
  }

  /** Returns microseconds of CPU per decision, user and system. */
  double microsPerDecision(String contestant) throws InterruptedException {
    try (Contestant limiter = Contestant.of(contestant, redis.port())) {
      decide(limiter);
      double before = seconds();
      decide(limiter);
      return (seconds() - before) * 1e6 / ((double) EACH * THREADS);
    }
  }

  private static void decide(Contestant limiter) throws InterruptedException {
    Thread[] threads = new Thread[THREADS];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < EACH; i++) {
                  limiter.decide(ThreadLocalRandom.current().nextInt(Contestant.KEYS));
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private double seconds() {
    return redis
        .with(jedis -> jedis.info("cpu"))
        .lines()
        .filter(line -> line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
        .sum();
  }
}
