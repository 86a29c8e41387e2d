package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RealRedis;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Redis that answers, but not as it should, while several threads ask. */
class RedisUnderLoadTest {
  private static final int CONCURRENCY = 8;
  private static final int LIMIT = 2_000;
  private static final Duration BACK = Duration.ofSeconds(30);
  private static final LimitKey KEY = LimitKey.user(123, "backtest");

  /** One that a busy machine does not reach: what is measured is the limiter. */
  private static final int TIMEOUT_MILLIS = 4_000;

  private final RealRedis redis = RealRedis.start();

  @AfterEach
  void stop() {
    redis.close();
  }

  private RedisRateLimiter limiter() {
    return Limiters.on(redis.url(), TIMEOUT_MILLIS, change -> {});
  }

  private static LimitPolicy policy(Algorithm algorithm, int limit) {
    return new LimitPolicy(
        algorithm, List.of(new WindowSettings(limit, 31_536_000)), false, OnRedisFailure.LOCAL);
  }

  private static void await(RedisRateLimiter limiter, Source source) {
    Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(source));
  }

  private long count() {
    return Long.parseLong(redis.get(KEY.text()));
  }

  /** A way in which Redis refuses to write. */
  enum Refusal {
    READ_ONLY(r -> r.with(j -> j.replicaof("127.0.0.1", 1)), r -> r.with(j -> j.replicaofNoOne())),
    OUT_OF_MEMORY(
        r -> r.with(j -> j.configSet("maxmemory", "1")),
        r -> r.with(j -> j.configSet("maxmemory", "0")));

    @SuppressWarnings("ImmutableEnumChecker")
    final Consumer<RealRedis> begin;

    @SuppressWarnings("ImmutableEnumChecker")
    final Consumer<RealRedis> end;

    Refusal(Consumer<RealRedis> begin, Consumer<RealRedis> end) {
      this.begin = begin;
      this.end = end;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "READ_ONLY, FIXED_WINDOW",
    "READ_ONLY, SLIDING_WINDOW",
    "READ_ONLY, GCRA",
    "OUT_OF_MEMORY, FIXED_WINDOW",
    "OUT_OF_MEMORY, SLIDING_WINDOW",
    "OUT_OF_MEMORY, GCRA"
  })
  void aRedisThatRefusesToWriteAdmitsTheLimitAndLosesNoCount(Refusal refusal, Algorithm algorithm)
      throws Exception {
    try (RedisRateLimiter limiter = limiter()) {
      Load load = new Load(limiter, KEY, policy(algorithm, LIMIT), CONCURRENCY);
      load.awaitMore(300);
      refusal.begin.accept(redis);
      await(limiter, Source.LOCAL);
      load.awaitMore(300);
      refusal.end.accept(redis);
      await(limiter, Source.REDIS);
      load.awaitMore(2 * LIMIT);
      load.end();

      // Each of those on their way when it began may take two places without having passed: one in
      // Redis, which counted it, and one here, kept for it until its failure is heard.
      assertThat(load.passed()).isBetween(LIMIT - 2 * CONCURRENCY, LIMIT);
      assertThat(load.slowestMillis()).isLessThan(TIMEOUT_MILLIS);
      if (algorithm == Algorithm.FIXED_WINDOW) {
        Eventually.within(
            BACK, () -> assertThat(count()).isBetween((long) load.made(), load.made() + 8L));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aScriptCacheThatIsFlushedAgainAndAgainIsNoFailure(Algorithm algorithm) throws Exception {
    try (RedisRateLimiter limiter = limiter()) {
      Load load = new Load(limiter, KEY, policy(algorithm, LIMIT), CONCURRENCY);
      for (int i = 0; i < 20; i++) {
        load.awaitMore(50);
        redis.with(j -> j.scriptFlush());
      }
      load.awaitMore(2 * LIMIT);
      load.end();

      assertThat(load.passed()).isEqualTo(LIMIT);
      assertThat(load.passedAlone()).isZero();
      assertThat(load.slowestMillis()).isLessThan(TIMEOUT_MILLIS);
      if (algorithm == Algorithm.FIXED_WINDOW) {
        Eventually.within(BACK, () -> assertThat(count()).isEqualTo(load.made()));
      }
    }
  }

  /** What somebody wrote over is gone; from then on every request counts. */
  @ParameterizedTest
  @EnumSource
  void aKeyOfTheWrongTypeCountsAnewAndExactly(Algorithm algorithm) throws Exception {
    try (RedisRateLimiter limiter = limiter()) {
      LimitPolicy policy = policy(algorithm, 1_000_000);
      Load load = new Load(limiter, KEY, policy, CONCURRENCY);
      load.awaitMore(300);
      long lost = used(policy, KEY.text(policy));
      load.awaitMore(300);
      load.end();

      assertThat(load.passed()).isEqualTo(load.made());
      assertThat(load.passedAlone()).isZero();
      assertThat(load.slowestMillis()).isLessThan(TIMEOUT_MILLIS);
      int remaining = limiter.peek(KEY, policy).windows().get(0).remaining();
      assertThat(1_000_000L - remaining).isEqualTo((long) load.made() - lost);
    }
  }

  /** Writes over a counter, and returns what it held. */
  private long used(LimitPolicy policy, String name) {
    String period = Integer.toString(policy.windows().get(0).periodSeconds());
    String read =
        policy.isSingleFixedWindow()
            ? "local v = redis.call('GET', KEYS[1])"
            : "local v = string.match(redis.call('HGET', KEYS[1], ARGV[1]), '^%S+')";
    String script = read + " redis.call('DEL', KEYS[1]) redis.call('LPUSH', KEYS[1], 'x') return v";
    String held = redis.with(j -> (String) j.eval(script, List.of(name), List.of(period)));
    double amount = Double.parseDouble(held);
    return Math.round(
        policy.algorithm() == Algorithm.GCRA
            ? Math.ceil(amount / (policy.windows().get(0).periodSeconds() * 1e6))
            : amount);
  }

  @Test
  void allowedAndRefusedRequestsLeaveExactlyTheirNumberAndItStays() throws Exception {
    LimitKey other = LimitKey.user(124, "backtest");
    LimitPolicy ten = policy(Algorithm.FIXED_WINDOW, 10);
    try (RedisRateLimiter one = limiter();
        RedisRateLimiter two = limiter()) {
      Load first = new Load(one, KEY, policy(Algorithm.FIXED_WINDOW, LIMIT), CONCURRENCY);
      Load second = new Load(two, KEY, policy(Algorithm.FIXED_WINDOW, LIMIT), CONCURRENCY);
      first.awaitMore(2 * LIMIT);
      second.awaitMore(2 * LIMIT);
      first.end();
      second.end();
      int made = first.made() + second.made();
      assertThat(first.passed() + second.passed()).isEqualTo(LIMIT);

      Eventually.within(BACK, () -> assertThat(count()).isEqualTo(made));
      // Another round of what is sent in the background adds nothing.
      for (RedisRateLimiter node : List.of(one, two)) {
        one.reset(other);
        for (int i = 0; i < 30; i++) {
          node.decide(other, ten, 1);
        }
        Eventually.within(BACK, () -> assertThat(redis.get(other.text())).isEqualTo("30"));
      }
      assertThat(count()).isEqualTo(made);
    }
  }

  @Fault(41)
  @ParameterizedTest
  @EnumSource
  void twoNodesAdmitTheLimitAndWhatTheOtherAdmittedUnknownToThem(Algorithm algorithm)
      throws Exception {
    try (RedisRateLimiter one = limiter();
        RedisRateLimiter two = limiter()) {
      for (RedisRateLimiter node : List.of(one, two)) {
        Eventually.within(BACK, () -> assertThat(node.status().nodesAlive()).isEqualTo(2));
      }
      LimitPolicy policy = policy(algorithm, LIMIT);
      Load first = new Load(one, KEY, policy, CONCURRENCY);
      Load second = new Load(two, KEY, policy, CONCURRENCY);
      first.awaitMore(200);
      second.awaitMore(200);
      redis.stop();
      await(one, Source.LOCAL);
      await(two, Source.LOCAL);
      first.awaitMore(2 * LIMIT);
      second.awaitMore(2 * LIMIT);

      // Each knew all but what the other had passed since, and what was on its way to both.
      int unknown = Math.abs(first.leastRemaining() - second.leastRemaining()) + 2 * CONCURRENCY;
      assertThat(first.passed() + second.passed()).isBetween(LIMIT - unknown, LIMIT + unknown);
      redis.restart();
      await(one, Source.REDIS);
      await(two, Source.REDIS);
      first.awaitMore(LIMIT);
      second.awaitMore(LIMIT);
      first.end();
      second.end();

      // Who is back first does not know yet what the other has passed meanwhile.
      int alone = Math.max(first.passedAlone(), second.passedAlone());
      assertThat(first.passed() + second.passed()).isLessThanOrEqualTo(LIMIT + alone + unknown);
      assertThat(first.slowestMillis()).isLessThan(TIMEOUT_MILLIS);
      assertThat(second.slowestMillis()).isLessThan(TIMEOUT_MILLIS);
      assertThat(one.peek(KEY, policy).passes()).isFalse();
      assertThat(two.peek(KEY, policy).passes()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetOnOneNodeIsNoticedByTheOther(Algorithm algorithm) {
    LimitPolicy five = policy(algorithm, 5);
    try (RedisRateLimiter one = limiter();
        RedisRateLimiter two = limiter()) {
      for (int i = 0; i < 8; i++) {
        two.decide(KEY, five, 1);
      }
      assertThat(two.decide(KEY, five, 1).passes()).isFalse();

      one.reset(KEY);

      // Within a second; the machine may be busy.
      Eventually.within(
          Duration.ofSeconds(3), () -> assertThat(two.decide(KEY, five, 1).passes()).isTrue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetDuringAnOutageIsBroughtAndWhatWasCountedSinceCounts(Algorithm algorithm) {
    LimitPolicy five = policy(algorithm, 5);
    try (RedisRateLimiter limiter = limiter()) {
      for (int i = 0; i < 4; i++) {
        limiter.decide(KEY, five, 1);
      }
      Refusal.READ_ONLY.begin.accept(redis);
      assertThat(limiter.decide(KEY, five, 1).source()).isEqualTo(Source.LOCAL);

      limiter.reset(KEY);

      for (int remaining = 4; remaining >= 3; remaining--) {
        assertThat(limiter.decide(KEY, five, 1).windows().get(0).remaining()).isEqualTo(remaining);
      }
      Refusal.READ_ONLY.end.accept(redis);
      await(limiter, Source.REDIS);
      assertThat(limiter.decide(KEY, five, 1).windows().get(0).remaining()).isEqualTo(2);
      try (RedisRateLimiter other = limiter()) {
        assertThat(other.peek(KEY, five).windows().get(0).remaining()).isEqualTo(2);
      }
    }
  }
}
