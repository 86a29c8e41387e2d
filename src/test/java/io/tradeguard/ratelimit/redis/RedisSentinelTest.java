package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.RealSentinel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A master that dies, and a real Sentinel that puts its replica in its place. */
class RedisSentinelTest {
  private static final LimitKey KEY = LimitKey.user(123, "backtest");
  private static final LimitPolicy TEN = LimitPolicy.fixedWindow(10, 600);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aFailoverFailsNoRequestAndLosesNoReplicatedCount() {
    try (RealRedis master = RealRedis.start();
        RealRedis replica =
            RealRedis.start("--replicaof", "127.0.0.1", Integer.toString(master.port()));
        RealSentinel sentinel = RealSentinel.watching(master);
        RedisRateLimiter limiter = Limiters.on(sentinel.url())) {
      assertThat(limiter.decide(KEY, TEN, 3).source()).isEqualTo(Source.REDIS);
      Eventually.within(PATIENCE, () -> assertThat(replica.get(KEY.text())).isEqualTo("3"));
      master.stop();

      Decision alone = limiter.decide(KEY, TEN, 1);
      assertThat(alone.source()).isEqualTo(Source.LOCAL);
      assertThat(alone.windows().get(0).remaining()).isEqualTo(6);
      Eventually.within(
          PATIENCE,
          () -> {
            assertThat(limiter.status().source()).isEqualTo(Source.REDIS);
            assertThat(replica.get(KEY.text())).isEqualTo("4");
          });
      assertThat(limiter.decide(KEY, TEN, 1).windows().get(0).remaining()).isEqualTo(5);
    }
  }
}
