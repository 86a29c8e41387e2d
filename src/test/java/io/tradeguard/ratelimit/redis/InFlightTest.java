package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.args.ClientPauseMode;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** A request on its way to Redis is booked on the counter that saw it off, and on no other. */
class InFlightTest extends FailingRedis {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  /** New keys come while ten requests of a fresh counter are on their way; then Redis dies. */
  @ParameterizedTest
  @CsvSource({
    "FIXED_WINDOW, 100",
    "FIXED_WINDOW, 100000",
    "SLIDING_WINDOW, 100",
    "GCRA, 100",
    "GCRA, 100000"
  })
  void aFreshCounterStaysWhileItsRequestsAreOnTheirWay(Algorithm algorithm, int memoryKeys)
      throws Exception {
    LimitPolicy twenty = policy(algorithm, 20);
    RedisRateLimiter limiter = Limiters.on(redis.url(), 5_000, memoryKeys, changes::add);
    open.add(limiter);
    redis.with(j -> j.clientPause(1_500, ClientPauseMode.WRITE));
    List<Future<Decision>> held = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      held.add(threads.submit(() -> limiter.decide(KEY, twenty, 1)));
    }
    for (int user = 0; user < 150; user++) {
      LimitKey fresh = LimitKey.user(10_000L + user, "backtest");
      held.add(threads.submit(() -> limiter.decide(fresh, twenty, 1)));
    }
    int passed = 0;
    for (int i = 0; i < held.size(); i++) {
      Decision decision = held.get(i).get(20, TimeUnit.SECONDS);
      assertThat(decision.source()).isEqualTo(Source.REDIS);
      passed += i < 10 && decision.passes() ? 1 : 0;
    }
    assertThat(passed).isEqualTo(10);

    redis.stop();
    for (int i = 0; i < 60; i++) {
      passed += limiter.decide(KEY, twenty, 1).passes() ? 1 : 0;
    }
    assertThat(passed).isEqualTo(20);
  }

  /** Natural traffic: pages that open with four calls at once; then Redis dies. */
  @ParameterizedTest
  @ValueSource(ints = {2_000, 100_000})
  void nobodyGainsByAnOutageWhoOpenedWithSeveralRequestsAtOnce(int memoryKeys) throws Exception {
    RedisRateLimiter limiter = Limiters.on(redis.url(), 5_000, memoryKeys, changes::add);
    open.add(limiter);
    LimitPolicy four = policy(Algorithm.FIXED_WINDOW, 4);
    AtomicLong users = new AtomicLong();
    List<Future<?>> clients = new ArrayList<>();
    for (int client = 0; client < 4; client++) {
      clients.add(threads.submit(() -> openPages(limiter, four, users)));
    }
    for (Future<?> client : clients) {
      client.get(60, TimeUnit.SECONDS);
    }
    redis.stop();

    int more = 0;
    for (long user = users.get(); user > Math.max(0, users.get() - 50); user--) {
      more += limiter.decide(LimitKey.user(user, "page"), four, 1).passes() ? 1 : 0;
    }
    assertThat(more).isZero();
  }

  private void openPages(RedisRateLimiter limiter, LimitPolicy policy, AtomicLong users) {
    for (int page = 0; page < 250; page++) {
      LimitKey key = LimitKey.user(users.incrementAndGet(), "page");
      CountDownLatch done = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        threads.execute(
            () -> {
              limiter.decide(key, policy, 1);
              done.countDown();
            });
      }
      try {
        done.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Connections are killed again and again while fresh keys come and old ones are asked about. */
  @ParameterizedTest
  @ValueSource(ints = {10_000, 100_000})
  void howeverOftenConnectionsAreKilledNoLimitIsExceeded(int memoryKeys) throws Exception {
    int keys = 12;
    int limit = 300;
    LimitPolicy policy = policy(Algorithm.FIXED_WINDOW, limit);
    RedisRateLimiter limiter = Limiters.on(redis.url(), 4_000, memoryKeys, changes::add);
    open.add(limiter);
    AtomicIntegerArray passed = new AtomicIntegerArray(keys);
    AtomicIntegerArray made = new AtomicIntegerArray(keys);
    AtomicLong fresh = new AtomicLong(1_000_000);
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<?>> clients = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      clients.add(
          threads.submit(
              () -> {
                ThreadLocalRandom random = ThreadLocalRandom.current();
                while (!stop.get()) {
                  int k = random.nextInt(keys);
                  if (limiter.decide(LimitKey.user(k, "chaos"), policy, 1).passes()) {
                    passed.incrementAndGet(k);
                  }
                  made.incrementAndGet(k);
                  if (random.nextInt(50) == 0) {
                    LimitKey next = LimitKey.user(fresh.incrementAndGet(), "fresh");
                    limiter.decide(next, policy, 1);
                  }
                }
              }));
    }
    for (int kill = 0; kill < 8; kill++) {
      int before = sum(made);
      Eventually.within(BACK, () -> assertThat(sum(made)).isGreaterThan(before + 200));
      redis.with(
          j ->
              j.clientKill(
                  new ClientKillParams()
                      .type(ClientType.NORMAL)
                      .skipMe(ClientKillParams.SkipMe.YES)));
    }
    Eventually.within(
        BACK,
        () -> {
          for (int k = 0; k < keys; k++) {
            assertThat(made.get(k)).isGreaterThan(2 * limit);
          }
        });
    stop.set(true);
    for (Future<?> client : clients) {
      client.get(20, TimeUnit.SECONDS);
    }

    for (int k = 0; k < keys; k++) {
      assertThat(passed.get(k)).as("key %s", k).isLessThanOrEqualTo(limit);
    }
  }

  private static int sum(AtomicIntegerArray counts) {
    int sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** What a closed category answers with 503 was not served, so it takes no place. */
  @Test
  void whatIsAnsweredUnavailableIsNotCounted() throws Exception {
    LimitPolicy closed =
        new LimitPolicy(
            Algorithm.FIXED_WINDOW,
            List.of(new WindowSettings(30, 3_600)),
            false,
            OnRedisFailure.CLOSED);
    RedisRateLimiter limiter = limiter(redis.url());
    limiter.decide(KEY, closed, 1);
    redis.freeze();
    AtomicInteger unavailable = new AtomicInteger();
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      clients.add(
          threads.submit(
              () -> {
                if (limiter.decide(KEY, closed, 1).outcome() == Outcome.UNAVAILABLE) {
                  unavailable.incrementAndGet();
                }
              }));
    }
    for (Future<?> client : clients) {
      client.get(20, TimeUnit.SECONDS);
    }
    assertThat(unavailable).hasValue(60);
    redis.thaw();
    awaitRedis(limiter);

    // Those that were in the two exchanges which Redis heard and did not answer in time may count.
    assertThat(limiter.decide(KEY, closed, 1).passes()).isTrue();
  }
}
