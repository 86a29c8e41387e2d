package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of limits while Redis is stopped or frozen, on one node and on several. */
class RedisAwayTest extends FailingRedis {
  @Test
  @Fault(41)
  void stoppedAndBackUnderLoadNoRequestFailsAndNoCountIsLost() throws Exception {
    // A time-out that a busy machine does not reach: one outage is to be one.
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    int limit = 1_000_000_000;
    Load load = new Load(limiter, KEY, LimitPolicy.fixedWindow(limit, 600), 8);
    load.awaitMore(500);
    redis.stop();
    load.awaitMore(2_000);
    redis.restart();
    awaitRedis(limiter);
    load.awaitMore(500);
    load.end();

    assertThat(load.passed()).isEqualTo(load.made());
    assertThat(changes.stream().map(SourceChanged::source))
        .containsExactly(Source.REDIS, Source.LOCAL, Source.REDIS);
    // Redis may have counted what it did not answer, even in a count that it gave to another:
    // each of those on their way when it died may count twice, none is lost.
    Eventually.within(
        BACK,
        () ->
            assertThat(Long.parseLong(redis.get(NAME)))
                .isBetween((long) load.made(), load.made() + 8L));
  }

  @Test
  void anOutageThatOnlyTheHeartbeatSawIsSweptTooWithoutAnyRequest() {
    RedisRateLimiter limiter = limiter(redis.url());
    limiter.decide(KEY, TEN, 3);
    redis.stop();
    Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(Source.LOCAL));
    redis.restart();
    awaitRedis(limiter);

    awaitCount(3);
  }

  @ParameterizedTest
  @EnumSource
  void aWindowThatSpansAnOutageAdmitsItsLimitAndNoMore(Algorithm algorithm) throws Exception {
    RedisRateLimiter limiter = limiter(redis.url());
    LimitPolicy policy = policy(algorithm, 3_000);
    Load load = new Load(limiter, KEY, policy, 4);
    load.awaitMore(300);
    redis.stop();
    load.awaitMore(1_000);
    redis.restart();
    awaitRedis(limiter);
    Eventually.within(Duration.ofSeconds(60), () -> assertThat(load.made()).isGreaterThan(4_000));
    load.end();

    // Each of those on their way may take two places: see RedisUnderLoadTest.
    assertThat(load.passed()).isBetween(3_000 - 2 * 4, 3_000);
  }

  @Test
  @Fault(42)
  void frozenEachCallerWaitsAtMostTheTimeoutAndThenNone() throws Exception {
    RedisRateLimiter limiter = limiter(redis.url());
    limiter.decide(KEY, TEN, 1);
    redis.freeze();
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<Long>> waits = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      waits.add(
          threads.submit(
              () -> {
                go.await();
                long start = System.nanoTime();
                limiter.decide(KEY, TEN, 1);
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
              }));
    }
    go.countDown();
    for (Future<Long> wait : waits) {
      // The machine may be busy; the limiter itself waits no longer than the timeout.
      assertThat(wait.get()).isLessThan(TIMEOUT_MILLIS + 200);
    }
    threads.shutdownNow();

    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThat(limiter.decide(KEY, TEN, 1).source()).isEqualTo(Source.LOCAL);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis()).isLessThan(TIMEOUT_MILLIS);

    redis.thaw();
    awaitRedis(limiter);
    awaitCount(1 + 16 + 1_000);
    assertThat(changes).extracting(SourceChanged::reason).noneMatch(r -> r.contains("java."));
  }

  /** Redis is away for both, and keeps what it has. */
  @Test
  @Fault({41, 42})
  void aFrozenRedisGetsBackEveryCountOfTwoNodes() {
    RedisRateLimiter one = limiter(redis.url());
    RedisRateLimiter two = limiter(redis.url());
    one.decide(KEY, TEN, 2);
    two.decide(KEY, TEN, 1);
    one.decide(KEY, TEN, 1);
    two.decide(KEY, TEN, 1);
    redis.freeze();

    for (int i = 0; i < 10; i++) {
      one.decide(KEY, TEN, 1);
      two.decide(KEY, TEN, 1);
    }
    redis.thaw();
    awaitRedis(one);
    awaitRedis(two);

    awaitCount(25);
  }

  @Test
  void aCategoryMayBeOpenOrClosedWithoutRedis() {
    RedisRateLimiter limiter = limiter(redis.url());
    redis.stop();
    List<WindowSettings> one = List.of(new WindowSettings(1, 600));
    LimitPolicy opened = new LimitPolicy(Algorithm.FIXED_WINDOW, one, false, OnRedisFailure.OPEN);
    LimitPolicy closed = new LimitPolicy(Algorithm.FIXED_WINDOW, one, false, OnRedisFailure.CLOSED);

    for (int i = 0; i < 5; i++) {
      assertThat(limiter.decide(LimitKey.user(1, "a"), opened, 1).passes()).isTrue();
      assertThat(limiter.decide(LimitKey.user(2, "b"), closed, 1).outcome())
          .isEqualTo(Outcome.UNAVAILABLE);
    }
  }

  @Test
  void twoNodesWithoutRedisShareWhatWasLeft() {
    RedisRateLimiter one = limiter(redis.url());
    RedisRateLimiter two = limiter(redis.url());
    Eventually.within(
        BACK,
        () -> {
          assertThat(one.status().nodesAlive()).isEqualTo(2);
          assertThat(two.status().nodesAlive()).isEqualTo(2);
        });
    one.decide(KEY, TEN, 2);
    two.decide(KEY, TEN, 1);
    one.decide(KEY, TEN, 1);
    two.decide(KEY, TEN, 1);
    redis.stop();

    int passed = 0;
    for (int i = 0; i < 10; i++) {
      passed += one.decide(KEY, TEN, 1).passes() ? 1 : 0;
      passed += two.decide(KEY, TEN, 1).passes() ? 1 : 0;
    }
    // 5 were counted; node one knew of 4, node two of 5: shares of 6 and of 5.
    assertThat(passed).isBetween(5, 6);

    redis.restart();
    awaitRedis(one);
    awaitRedis(two);
    // Redis lost everything. Node one first: 4 + 1 on its way + 9, which is above what node two
    // knew
    // (5 + 1 on its way), + 9: 23. Node two first: 5 + 1 + 9, above node one's 4 + 1, + 9: 24.
    Eventually.within(BACK, () -> assertThat(Long.parseLong(redis.get(NAME))).isBetween(23L, 25L));
  }

  @Fault(48)
  @ParameterizedTest
  @EnumSource
  void threeNodesWhoseClocksDifferByHoursAdmitExactlyTheLimit(Algorithm algorithm)
      throws Exception {
    LimitPolicy policy = policy(algorithm, 200);
    List<Load> loads = new ArrayList<>();
    for (int hours = -1; hours <= 1; hours++) {
      RedisRateLimiter node = Limiters.on(redis.url(), Duration.ofHours(hours));
      open.add(node);
      loads.add(new Load(node, KEY, policy, 4));
    }
    for (Load load : loads) {
      load.awaitMore(300);
    }
    int passed = 0;
    int made = 0;
    for (Load load : loads) {
      load.end();
      passed += load.passed();
      made += load.made();
    }

    assertThat(passed).isEqualTo(200);
    if (algorithm == Algorithm.FIXED_WINDOW) {
      awaitCount(made);
    }
  }
}
