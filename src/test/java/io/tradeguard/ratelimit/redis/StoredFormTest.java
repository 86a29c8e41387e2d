package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.testing.Eventually;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the scripts keep in Redis, and for how long. */
class StoredFormTest extends FailingRedis {
  private static final int PERIOD = 3_600;

  private long redisMicros() {
    return redis.with(
        j -> Long.parseLong(j.time().get(0)) * 1_000_000 + Long.parseLong(j.time().get(1)));
  }

  /** Ten in a window that began 11 tenths of a period ago: nine of them still overlap. */
  @Test
  void aSlidingWindowThatIsOverBecomesTheOneBefore() {
    LimitPolicy twenty = policy(Algorithm.SLIDING_WINDOW, 20, PERIOD);
    long start = redisMicros() - 11 * PERIOD * 100_000L;
    redis.with(
        j -> j.hset(KEY.text(twenty), Map.of(Integer.toString(PERIOD), "10 " + start + " 0")));
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);

    // Of 10 times 0.9 the fraction is dropped, and a moment has passed.
    assertThat(limiter.peek(KEY, twenty).windows().get(0).remaining()).isBetween(11, 12);
    assertThat(limiter.decide(KEY, twenty, 1).windows().get(0).remaining()).isBetween(10, 11);
  }

  @ParameterizedTest
  @EnumSource
  void aCounterLivesAsLongAsItCountsAndNoLonger(Algorithm algorithm) {
    LimitPolicy ten = policy(algorithm, 10, PERIOD);
    limiter(redis.url(), 4_000).decide(KEY, ten, 1);

    long periods = algorithm == Algorithm.SLIDING_WINDOW ? 2 : 1;
    assertThat(redis.pttl(KEY.text(ten)))
        .isBetween((periods * PERIOD - 60) * 1_000, periods * PERIOD * 1_000);
  }

  /** So is the list of what was replayed to it: longer than it, and not for ever. */
  @ParameterizedTest
  @EnumSource
  void whatWasReplayedIsNotedForAsLongAsItCounts(Algorithm algorithm) {
    LimitPolicy ten = policy(algorithm, 10, PERIOD);
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    limiter.decide(KEY, ten, 1);
    redis.with(j -> j.replicaof("127.0.0.1", 1));
    limiter.decide(KEY, ten, 1);
    redis.with(j -> j.replicaofNoOne());
    awaitRedis(limiter);
    String list = new KeyNames("").replayed(KEY.text(ten));

    Eventually.within(
        BACK,
        () -> assertThat(redis.pttl(list)).isBetween((PERIOD - 60) * 1_000L, 2 * PERIOD * 1_000L));
    assertThat(limiter.peek(KEY, ten).windows().get(0).remaining()).isEqualTo(8);
  }

  @Test
  void aNodeThatShowedItselfLongAgoIsNotAlive() {
    long now = redisMicros() / 1_000;
    redis.with(
        j -> {
          j.zadd("tradeguard:nodes", (double) now - 11_000, "dead");
          j.zadd(
              "tradeguard:nodes", (double) now + 3_600_000, "from before the clock was set back");
          return j.zadd("tradeguard:nodes", (double) now - 1_000, "alive");
        });

    RedisRateLimiter limiter = limiter(redis.url(), 4_000);

    assertThat(limiter.status().nodesAlive()).isEqualTo(2);
    assertThat(redis.pttl("tradeguard:nodes")).isBetween(1L, 10_000L);
  }

  @Test
  void aNodeThatIsClosedIsAliveNoMoreAtOnce() {
    try (RedisRateLimiter limiter = Limiters.on(redis.url())) {
      limiter.decide(LimitKey.user(1, "backtest"), TEN, 1);
      assertThat(redis.with(j -> j.zcard("tradeguard:nodes")).longValue()).isEqualTo(1);
    }

    assertThat(redis.with(j -> j.zcard("tradeguard:nodes")).longValue()).isZero();
  }
}
