package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.RealRedisCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/**
 * A connection's commands reach Redis in one order and whole, however many kinds of them share an
 * exchange: a Redis that is well is never taken for one that is away.
 */
class CommandOrderTest {
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final int BLOCKED = 400;
  private static final int USERS = 100;
  private static final int THREADS = 8;
  private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.values());
  private static final LimitPolicy FIVE = LimitPolicy.fixedWindow(5, 3_600);

  private final List<SourceChanged> changes = new CopyOnWriteArrayList<>();
  private final AtomicInteger alone = new AtomicInteger();
  private final AtomicIntegerArray made = new AtomicIntegerArray(USERS);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private static LimitKey blocked(int number) {
    return LimitKey.ip("10.0." + number / 250 + "." + number % 250, "anonymous");
  }

  /** Clients over their limit that keep asking, while others are served. */
  private void ask(RedisRateLimiter limiter) throws Exception {
    for (int k = 0; k < BLOCKED; k++) {
      count(limiter.decide(blocked(k), FIVE, 6));
    }
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      running.add(threads.submit(() -> serve(limiter)));
    }
    while (running.stream().anyMatch(task -> !task.isDone())) {
      for (int k = 0; k < BLOCKED; k++) {
        count(limiter.decide(blocked(k), FIVE, 1));
      }
    }
    for (Future<?> task : running) {
      task.get(60, TimeUnit.SECONDS);
    }
    threads.shutdownNow();
  }

  private void serve(RedisRateLimiter limiter) {
    for (int i = 0; i < 4_000; i++) {
      int user = ThreadLocalRandom.current().nextInt(USERS);
      Algorithm algorithm = ALGORITHMS.get(user % 3);
      LimitKey key = LimitKey.user(user, "default");
      count(limiter.decide(key, FailingRedis.policy(algorithm, 1_000_000_000), 1));
      made.incrementAndGet(user);
    }
  }

  private void count(Decision decision) {
    if (decision.source() == Source.LOCAL) {
      alone.incrementAndGet();
    }
  }

  private void assertAllWereDecidedByRedisAndCountedOnce(RedisRateLimiter limiter) {
    assertThat(alone).hasValue(0);
    assertThat(changes).extracting(SourceChanged::source).containsExactly(Source.REDIS);
    for (int user = 0; user < USERS; user++) {
      LimitPolicy policy = FailingRedis.policy(ALGORITHMS.get(user % 3), 1_000_000_000);
      int remaining =
          limiter.peek(LimitKey.user(user, "default"), policy).windows().get(0).remaining();
      // What GCRA counted drains again.
      int least = policy.algorithm() == Algorithm.GCRA ? 0 : made.get(user);
      assertThat(1_000_000_000 - remaining).as("user %s", user).isBetween(least, made.get(user));
    }
  }

  @Test
  void manyRefusedClientsSpoilNobodysConnection() throws Exception {
    try (RealRedis redis = RealRedis.start();
        RedisRateLimiter limiter = Limiters.on(redis.url(), TIMEOUT_MILLIS, changes::add)) {
      ask(limiter);

      assertAllWereDecidedByRedisAndCountedOnce(limiter);
      Eventually.within(
          Duration.ofSeconds(10),
          () -> {
            for (int user = 0; user < USERS; user += 3) {
              assertThat(redis.get(LimitKey.user(user, "default").text()))
                  .isEqualTo(Integer.toString(made.get(user)));
            }
          });
      assertThat(redis.keys("*"))
          .allMatch(key -> key.startsWith("tradeguard:") || LimitKey.parse(key).isPresent());
    }
  }

  @Test
  void inAClusterToo() throws Exception {
    try (RealRedisCluster cluster = RealRedisCluster.start();
        RedisRateLimiter limiter = Limiters.on(cluster.url(), TIMEOUT_MILLIS, changes::add)) {
      ask(limiter);

      assertAllWereDecidedByRedisAndCountedOnce(limiter);
    }
  }
}
