package io.tradeguard.ratelimit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.DistributedRateLimiter;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.LimiterBackend;
import io.tradeguard.ratelimit.MemoryFigures;
import io.tradeguard.ratelimit.RateLimiterContract;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Fault;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryRateLimiterTest extends RateLimiterContract {
  private static final LimitPolicy TWO = LimitPolicy.fixedWindow(2, 60);

  private final LimiterBackend limiter =
      new MemoryRateLimiter(10_000, CounterTable.monotonicMicros(), Instant.EPOCH);
  private final AtomicLong micros = new AtomicLong();

  @Override
  protected LimiterBackend limiter() {
    return limiter;
  }

  private MemoryRateLimiter bounded(int keys) {
    return new MemoryRateLimiter(keys, micros::get, Instant.EPOCH);
  }

  private void pass(int seconds) {
    micros.addAndGet(seconds * 1_000_000L);
  }

  @ParameterizedTest
  @CsvSource({"FIXED_WINDOW, 60", "SLIDING_WINDOW, 60", "GCRA, 12"})
  void whereNothingRemainsTheResetIsTheTimeToTheNextPass(Algorithm algorithm, int seconds) {
    MemoryRateLimiter limited = bounded(10);
    LimitKey key = LimitKey.user(1, "default");
    LimitPolicy five =
        new LimitPolicy(algorithm, List.of(new WindowSettings(5, 60)), false, OnRedisFailure.LOCAL);
    for (int i = 0; i < 4; i++) {
      assertThat(limited.decide(key, five, 1).windows().get(0).resetSeconds()).isBetween(1, 60);
    }

    assertThat(limited.decide(key, five, 1).windows().get(0).resetSeconds()).isEqualTo(seconds);
    assertThat(limited.decide(key, five, 1).retryAfterSeconds()).isEqualTo(seconds);
    pass(seconds);
    assertThat(limited.decide(key, five, 1).passes()).isTrue();
  }

  @Test
  void askingWhatRemainsShortensNoWindow() {
    MemoryRateLimiter limited = bounded(10);
    DistributedRateLimiter seed = new DistributedRateLimiter(limited);
    LimitKey key = LimitKey.user(1, "default");
    limited.decide(key, TWO, 2);

    assertThat(seed.getRemaining(key.text(), 2)).isZero();
    assertThat(limited.peek(key, TWO).passes()).isFalse();
    assertThat(limited.peek(key, LimitPolicy.fixedWindow(3, 60)).passes()).isTrue();
    assertThat(limited.peek(LimitKey.user(2, "default"), TWO).passes()).isTrue();
    pass(30);

    assertThat(limited.decide(key, TWO, 1).retryAfterSeconds()).isEqualTo(30);
  }

  @Test
  void theUnblockedKeyNearestItsEndMakesRoom() {
    MemoryRateLimiter limited = bounded(3);
    LimitKey first = LimitKey.user(1, "default");
    LimitKey blocked = LimitKey.user(2, "default");
    limited.decide(blocked, TWO, 2);
    pass(1);
    limited.decide(first, TWO, 1);
    pass(1);
    limited.decide(LimitKey.user(3, "default"), TWO, 1);
    limited.decide(LimitKey.user(4, "default"), TWO, 1);

    assertThat(limited.peek(first, TWO).windows().get(0).remaining()).isEqualTo(2);
    assertThat(limited.peek(LimitKey.user(3, "default"), TWO).windows().get(0).remaining())
        .isEqualTo(1);
    assertThat(limited.decide(blocked, TWO, 1).passes()).isFalse();
    assertThat(limited.status().memory()).isEqualTo(new MemoryFigures(3, 3, 1, 0));
  }

  @Test
  void whenAllAreBlockedNewKeysOfACategoryShareACounter() {
    MemoryRateLimiter limited = bounded(2);
    limited.decide(LimitKey.user(1, "default"), TWO, 2);
    limited.decide(LimitKey.user(2, "default"), TWO, 2);

    assertThat(limited.decide(LimitKey.user(3, "default"), TWO, 1).passes()).isTrue();
    assertThat(limited.decide(LimitKey.user(4, "default"), TWO, 1).passes()).isTrue();
    assertThat(limited.decide(LimitKey.user(5, "default"), TWO, 1).passes()).isFalse();
    assertThat(limited.decide(LimitKey.user(6, "backtest"), TWO, 1).passes()).isTrue();
    assertThat(limited.decide(LimitKey.user(1, "default"), TWO, 1).passes()).isFalse();
    assertThat(limited.status().memory()).isEqualTo(new MemoryFigures(2, 2, 0, 4));

    pass(60);
    assertThat(limited.decide(LimitKey.user(3, "default"), TWO, 2).passes()).isTrue();
    assertThat(limited.decide(LimitKey.user(1, "default"), TWO, 1).passes()).isTrue();
  }

  @Test
  @Fault(47)
  void aHundredThousandAddressesNeitherFillMemoryNorFreeWhoIsBlocked() {
    MemoryRateLimiter limited = bounded(10_000);
    for (int i = 0; i < 5_000; i++) {
      limited.decide(LimitKey.ip("blocked" + i, "anonymous"), TWO, 3);
    }
    for (int i = 0; i < 100_000; i++) {
      limited.decide(LimitKey.ip("10.0." + i / 256 + "." + i % 256, "anonymous"), TWO, 1);
    }

    assertThat(limited.status().memory().keys()).isLessThanOrEqualTo(10_000);
    for (int i = 0; i < 5_000; i++) {
      assertThat(limited.decide(LimitKey.ip("blocked" + i, "anonymous"), TWO, 1).passes())
          .isFalse();
    }
  }
}
