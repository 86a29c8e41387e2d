package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.ratelimit.RateLimiter.Request;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FaultyProxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of refunds and records while Redis is away, or its answers are. */
class RefundTest extends FailingRedis {
  private static Decision done(RedisRateLimiter limiter, LimitPolicy policy, Mode mode, int by) {
    return limiter.decideAll(List.of(new Request(KEY, policy, by, mode))).get(0);
  }

  private static int remaining(RedisRateLimiter limiter, LimitPolicy policy) {
    return limiter.peek(KEY, policy).windows().get(0).remaining();
  }

  /** Of ten, 6 are counted before; 4 come back and 5 are recorded alone; 7 are counted then. */
  @ParameterizedTest
  @EnumSource
  void throughAnOutageBothCountOnceAndTheLimitHolds(Algorithm algorithm) {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    RedisRateLimiter other = limiter(redis.url(), 4_000);
    LimitPolicy ten = policy(algorithm, 10);
    limiter.decide(KEY, ten, 6);
    redis.stop();
    Eventually.within(BACK, () -> assertThat(limiter.status().source().label()).isEqualTo("local"));

    assertThat(done(limiter, ten, Mode.REFUND, 4).passes()).isTrue();
    assertThat(done(limiter, ten, Mode.RECORD, 5).passes()).isTrue();
    redis.restart();
    awaitRedis(limiter);
    awaitRedis(other);

    Eventually.within(BACK, () -> assertThat(remaining(other, ten)).isEqualTo(3));
    assertThat(limiter.decide(KEY, ten, 3).passes()).isTrue();
    assertThat(limiter.decide(KEY, ten, 1).passes()).isFalse();
  }

  /** Redis has done it, and nobody heard: told again, it does it no second time. */
  @ParameterizedTest
  @EnumSource
  void aRefundWhoseAnswerWasLostIsDoneOnce(Algorithm algorithm) {
    FaultyProxy proxy = new FaultyProxy(redis.port());
    open.add(proxy);
    RedisRateLimiter limiter = limiter(proxy.url());
    RedisRateLimiter other = limiter(redis.url());
    LimitPolicy ten = policy(algorithm, 10);
    limiter.decide(KEY, ten, 8);

    proxy.fail(FaultyProxy.Fault.CUT_BEFORE_REPLY);
    assertThat(done(limiter, ten, Mode.REFUND, 3).passes()).isTrue();
    proxy.fail(FaultyProxy.Fault.NONE);
    awaitRedis(limiter);

    assertThat(limiter.decide(KEY, ten, 1).passes()).isTrue();
    assertThat(remaining(limiter, ten)).isEqualTo(4);
    assertThat(remaining(other, ten)).isEqualTo(4);
  }

  /** It never reached Redis: it is told again before Redis decides for the key. */
  @ParameterizedTest
  @EnumSource
  void aRefundThatNeverArrivedArrivesLater(Algorithm algorithm) {
    FaultyProxy proxy = new FaultyProxy(redis.port());
    open.add(proxy);
    RedisRateLimiter limiter = limiter(proxy.url());
    LimitPolicy ten = policy(algorithm, 10);
    limiter.decide(KEY, ten, 8);

    proxy.fail(FaultyProxy.Fault.BLACK_HOLE);
    assertThat(done(limiter, ten, Mode.REFUND, 3).passes()).isTrue();
    assertThat(limiter.decide(KEY, ten, 5).passes()).isTrue();
    assertThat(limiter.decide(KEY, ten, 1).passes()).isFalse();
    proxy.fail(FaultyProxy.Fault.NONE);
    awaitRedis(limiter);

    assertThat(limiter.decide(KEY, ten, 1).passes()).isFalse();
  }

  /** A frozen Redis does what lies in its socket when it thaws: the window has ended by then. */
  @Test
  void aRefundThatRedisFindsLateLeavesTheNextWindowAlone() {
    RedisRateLimiter limiter = limiter(redis.url());
    RedisRateLimiter other = limiter(redis.url());
    LimitPolicy ten = LimitPolicy.fixedWindow(10, 1);
    other.decide(KEY, ten, 8);
    redis.freeze();
    done(limiter, ten, Mode.REFUND, 8);
    Eventually.within(
        BACK, () -> assertThat(other.peek(KEY, ten).windows().get(0).remaining()).isEqualTo(10));
    redis.thaw();
    awaitRedis(limiter);
    awaitRedis(other);

    LimitPolicy longer = LimitPolicy.fixedWindow(10, 600);
    int passed = 0;
    for (int i = 0; i < 20; i++) {
      passed += limiter.decide(KEY, longer, 1).passes() ? 1 : 0;
    }
    assertThat(passed).isEqualTo(10);
  }

  /** The first that is asked of a counter after its period has changed is a refund. */
  @ParameterizedTest
  @EnumSource
  void aRefundUnderAChangedPeriodTakesBackNoMore(Algorithm algorithm) {
    RedisRateLimiter one = limiter(redis.url(), 4_000);
    RedisRateLimiter two = limiter(redis.url(), 4_000);
    for (int period : new int[] {900_000, 400_000}) {
      one.decide(KEY, policy(algorithm, 10, 600_000), 8);
      LimitPolicy changed = policy(algorithm, 10, period);

      assertThat(done(two, changed, Mode.REFUND, 5).windows().get(0).remaining()).isEqualTo(7);

      assertThat(two.decide(KEY, changed, 7).passes()).isTrue();
      assertThat(two.decide(KEY, changed, 1).passes()).isFalse();
      one.reset(KEY);
      two.reset(KEY);
    }
  }

  /** What has happened is counted though the category lets nobody pass while Redis is away. */
  @Test
  void aClosedCategoryRecordsAndTakesBackWhileRedisIsAway() {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    LimitPolicy closed =
        new LimitPolicy(
            Algorithm.FIXED_WINDOW,
            List.of(new WindowSettings(10, 600)),
            false,
            OnRedisFailure.CLOSED);
    limiter.decide(KEY, closed, 1);
    redis.stop();
    Eventually.within(BACK, () -> assertThat(limiter.status().source().label()).isEqualTo("local"));

    assertThat(done(limiter, closed, Mode.RECORD, 4).passes()).isTrue();
    assertThat(done(limiter, closed, Mode.REFUND, 2).passes()).isTrue();
    assertThat(done(limiter, closed, Mode.CONSUME, 1).passes()).isFalse();
    redis.restart();
    awaitRedis(limiter);

    awaitCount(3);
  }

  /** A count that falls because of a refund is no sign that Redis loses counts. */
  @Test
  void aRefundElsewhereIsNotTakenForALoss() {
    RedisRateLimiter one = limiter(redis.url());
    RedisRateLimiter two = limiter(redis.url());
    two.decide(KEY, TEN, 8);
    done(one, TEN, Mode.REFUND, 5);

    assertThat(two.decide(KEY, TEN, 1).windows().get(0).remaining()).isEqualTo(6);
    assertThat(two.status().losses()).isZero();
  }
}
