package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.FaultyProxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of limits when the way to Redis fails: replies cut, late or missing. */
class RedisWireTest extends FailingRedis {
  @Fault(43)
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "LATE"})
  void aReplyThatIsCutOrMissingFailsNoRequestAndCountsItOnce(FaultyProxy.Fault fault) {
    FaultyProxy proxy = new FaultyProxy(redis.port());
    open.add(proxy);
    RedisRateLimiter limiter = limiter(proxy.url());
    limiter.decide(KEY, TEN, 1);
    proxy.fail(fault);

    for (int i = 2; i <= 10; i++) {
      Decision decision = limiter.decide(KEY, TEN, 1);
      assertThat(decision.passes()).isTrue();
      assertThat(decision.windows().get(0).remaining()).isEqualTo(10 - i);
    }
    assertThat(limiter.decide(KEY, TEN, 1).passes()).isFalse();
    proxy.fail(FaultyProxy.Fault.NONE);
    awaitRedis(limiter);

    awaitCount(11);
    assertThat(limiter.decide(KEY, TEN, 1).passes()).isFalse();
  }

  /** The whole reply would take seconds, though no byte is late. */
  @Test
  @Fault(43)
  void aReplyByteByByteHoldsNobodyUntilItIsWhole() {
    FaultyProxy proxy = new FaultyProxy(redis.port());
    open.add(proxy);
    RedisRateLimiter limiter = limiter(proxy.url());
    limiter.decide(KEY, TEN, 1);
    proxy.fail(FaultyProxy.Fault.DRIP);

    long start = System.nanoTime();
    Decision decision = limiter.decide(KEY, TEN, 1);

    assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis()).isLessThan(1_500);
    assertThat(decision.source()).isEqualTo(Source.LOCAL);
    assertThat(decision.passes()).isTrue();
    proxy.fail(FaultyProxy.Fault.NONE);
    awaitRedis(limiter);
    awaitCount(2);
  }

  @Test
  void whatIsBroughtBackCountsOnceThoughTheReplyToItIsLost() {
    FaultyProxy proxy = new FaultyProxy(redis.port());
    open.add(proxy);
    RedisRateLimiter limiter = limiter(proxy.url());
    limiter.decide(KEY, TEN, 2);
    proxy.fail(FaultyProxy.Fault.CUT_BEFORE_REPLY);
    limiter.decide(KEY, TEN, 1);
    limiter.decide(KEY, TEN, 1);
    // Recovery begins, and breaks again and again at changing places.
    for (int i = 0; i < 3; i++) {
      proxy.fail(FaultyProxy.Fault.NONE);
      awaitDecidedBy(limiter, Source.REDIS);
      proxy.fail(FaultyProxy.Fault.CUT_BEFORE_REPLY);
      awaitDecidedBy(limiter, Source.LOCAL);
    }
    proxy.fail(FaultyProxy.Fault.NONE);
    awaitDecidedBy(limiter, Source.REDIS);
    limiter.decide(KEY, TEN, 1);

    awaitCount(5);
  }

  /** As others see it, whatever is said of it meanwhile. */
  private static void awaitDecidedBy(RedisRateLimiter limiter, Source source) {
    Eventually.within(
        Duration.ofSeconds(30),
        () ->
            assertThat(limiter.decide(LimitKey.user(7, "backtest"), TEN, 1).source())
                .isEqualTo(source));
  }
}
