package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RealRedis;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the limiter does to a real Redis, and without it. */
class RedisRateLimiterTest {
  private static final LimitKey KEY = LimitKey.user(123, "backtest");
  private static final String NAME = "rate_limit:user:123:backtest";
  private static final LimitPolicy FIVE = LimitPolicy.fixedWindow(5, 60);

  private final List<SourceChanged> changes = new CopyOnWriteArrayList<>();
  private RealRedis redis;
  private RedisRateLimiter limiter;

  @BeforeEach
  void start() {
    redis = RealRedis.start();
    limiter = Limiters.on(redis.url(), 1_000, changes::add);
  }

  @AfterEach
  void stop() {
    limiter.close();
    redis.close();
  }

  @Test
  void theFirstRequestSetsTheTimeToLive() {
    limiter.decide(KEY, FIVE, 1);

    assertThat(redis.get(NAME)).isEqualTo("1");
    assertThat(redis.pttl(NAME)).isBetween(50_000L, 60_000L);
  }

  @Test
  @Fault(44)
  void aLostTimeToLiveIsRepaired() {
    limiter.decide(KEY, FIVE, 1);
    redis.with(r -> r.persist(NAME));

    Decision next = limiter.decide(KEY, FIVE, 1);

    assertThat(next.windows().get(0).remaining()).isEqualTo(3);
    assertThat(redis.pttl(NAME)).isBetween(50_000L, 60_000L);
  }

  /** Whoever gave it another end: somebody, or a longer period, or a clock that was set back. */
  @ParameterizedTest
  @EnumSource
  void noCounterOutlivesItsPeriod(Algorithm algorithm) {
    LimitPolicy two = FailingRedis.policy(algorithm, 2, 60);
    limiter.decide(KEY, two, 2);
    redis.with(r -> r.expire(KEY.text(two), 31_536_000));

    // A refusal repairs it, and a node that knows nothing of it.
    try (RedisRateLimiter other = Limiters.on(redis.url())) {
      assertThat(other.decide(KEY, two, 1).retryAfterSeconds()).isBetween(1, 60);
    }

    int periods = algorithm == Algorithm.SLIDING_WINDOW ? 2 : 1;
    assertThat(redis.pttl(KEY.text(two))).isBetween(1L, periods * 60_000L);
  }

  /** What was written before lies in the future then. */
  @ParameterizedTest
  @EnumSource
  void aRedisWhoseClockWasSetBackByAnHourBlocksNobodyLongerThanAPeriod(Algorithm algorithm) {
    LimitPolicy two = FailingRedis.policy(algorithm, 2, 2);
    limiter.decide(KEY, two, 2);
    String name = KEY.text(two);
    redis.with(r -> r.pexpire(name, 3_602_000));
    redis.with(
        r ->
            r.eval(
                "if redis.call('TYPE', KEYS[1]).ok == 'hash' then"
                    + " local a, b, rest = string.match(redis.call('HGET', KEYS[1], '2'),"
                    + " '^(%S+) (%S+) (.*)$')"
                    + " redis.call('HSET', KEYS[1], '2',"
                    + " a .. ' ' .. string.format('%.17g', b + 3600000000) .. ' ' .. rest) end",
                1, name));

    Eventually.within(
        Duration.ofSeconds(8),
        Duration.ofMillis(50),
        () -> assertThat(limiter.decide(KEY, two, 1).passes()).isTrue());
    assertThat(redis.pttl(name)).isLessThanOrEqualTo(4_000);
  }

  @Test
  void onlyKeysOfTheSeedsPatternAreWritten() {
    limiter.decide(KEY, FIVE, 2);
    limiter.decide(LimitKey.ip("2001:db8::1", "anonymous"), FIVE, 1);

    assertThat(redis.keys("rate_limit:*"))
        .isEqualTo(Set.of(NAME, "rate_limit:ip:2001%3Adb8%3A%3A1:anonymous"));
  }

  @Test
  void aKeyOfTheWrongTypeCountsAnew() {
    redis.with(r -> r.lpush(NAME, "nonsense"));

    assertThat(limiter.decide(KEY, FIVE, 1).windows().get(0).remaining()).isEqualTo(4);
    redis.with(r -> r.set(NAME, "nonsense"));
    assertThat(limiter.decide(KEY, FIVE, 1).windows().get(0).remaining()).isEqualTo(4);
    assertThat(limiter.status().source()).isEqualTo(Source.REDIS);
  }

  @Test
  void aFlushedScriptCacheIsNoFailure() {
    limiter.decide(KEY, FIVE, 1);
    redis.with(r -> r.scriptFlush());

    assertThat(limiter.decide(KEY, FIVE, 1).source()).isEqualTo(Source.REDIS);
    assertThat(redis.get(NAME)).isEqualTo("2");
  }

  @Test
  void refusedRequestsCountToo() {
    for (int i = 0; i < 5; i++) {
      assertThat(limiter.decide(KEY, FIVE, 1).outcome()).isEqualTo(Outcome.ALLOWED);
    }
    for (int i = 0; i < 20; i++) {
      Decision refused = limiter.decide(KEY, FIVE, 1);
      assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(refused.retryAfterSeconds()).isBetween(59, 60);
    }
    Eventually.within(Duration.ofSeconds(2), () -> assertThat(redis.get(NAME)).isEqualTo("25"));
  }

  @Test
  void aResetByAnotherNodeIsNoticedWithinASecond() {
    limiter.decide(KEY, FIVE, 6);
    assertThat(limiter.decide(KEY, FIVE, 1).passes()).isFalse();
    redis.with(r -> r.del(NAME));

    Eventually.within(
        Duration.ofSeconds(1), () -> assertThat(limiter.decide(KEY, FIVE, 1).passes()).isTrue());
  }

  @Test
  void aRaisedLimitPassesAtOnce() {
    limiter.decide(KEY, FIVE, 6);
    assertThat(limiter.decide(KEY, FIVE, 1).passes()).isFalse();

    assertThat(limiter.decide(KEY, LimitPolicy.fixedWindow(10, 60), 1).passes()).isTrue();
  }

  @Test
  void whenTheConnectionFailsMemoryGoesOnFromTheLastKnownCount() {
    limiter.decide(KEY, FIVE, 3);
    redis.stop();

    Decision fourth = limiter.decide(KEY, FIVE, 1);
    assertThat(fourth.source()).isEqualTo(Source.LOCAL);
    assertThat(fourth.windows().get(0).remaining()).isEqualTo(1);
    assertThat(limiter.decide(KEY, FIVE, 1).passes()).isTrue();
    assertThat(limiter.decide(KEY, FIVE, 1).passes()).isFalse();

    redis.restart();
    Eventually.within(
        Duration.ofSeconds(5),
        () -> {
          assertThat(limiter.status().source()).isEqualTo(Source.REDIS);
          assertThat(redis.get(NAME)).isEqualTo("6");
        });
    assertThat(limiter.decide(KEY, FIVE, 1).passes()).isFalse();
    assertThat(changes.stream().map(SourceChanged::source))
        .containsExactly(Source.REDIS, Source.LOCAL, Source.REDIS);
  }

  @Test
  @Fault(43)
  void withoutRedisAtTheStartItStartsAlone() {
    redis.stop();
    try (RedisRateLimiter alone = Limiters.on(redis.url())) {
      assertThat(alone.decide(KEY, FIVE, 1).source()).isEqualTo(Source.LOCAL);
    }
  }

  @Test
  void hotKeysAreListedByCount() {
    limiter.decide(KEY, FIVE, 3);
    limiter.decide(LimitKey.user(7, "backtest"), FIVE, 4);
    limiter.decide(LimitKey.user(8, "default"), FIVE, 5);

    assertThat(limiter.hottest("backtest", 10))
        .extracting("key")
        .containsExactly("rate_limit:user:7:backtest", NAME);
    assertThat(limiter.hottest("", 1)).extracting("count").containsExactly(5L);
  }

  @Test
  void whatIsNoCounterIsNotListed() {
    limiter.decide(KEY, FIVE, 3);
    redis.with(r -> r.lpush(NAME + ":gcra", "nonsense"));
    redis.with(r -> r.hset("rate_limit:user:9:backtest:gcra", "60", "nonsense"));
    redis.with(r -> r.hset("rate_limit:user:9:backtest:sliding_window", "nonsense", "1 2 3"));

    assertThat(limiter.hottest("backtest", 10)).extracting("key").containsExactly(NAME);
    assertThat(limiter.status().source()).isEqualTo(Source.REDIS);
    assertThat(changes).hasSize(1);
  }

  @Test
  void aResetForgetsTheCount() {
    limiter.decide(KEY, FIVE, 6);
    limiter.reset(KEY);

    assertThat(redis.keys("rate_limit:*")).isEmpty();
    assertThat(limiter.decide(KEY, FIVE, 1).passes()).isTrue();
  }
}
