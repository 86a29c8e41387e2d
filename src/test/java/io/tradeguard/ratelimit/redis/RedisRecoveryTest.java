package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.RealSentinel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What this node brings to Redis when it is back, and what it leaves alone. */
class RedisRecoveryTest extends FailingRedis {
  private static final int KEYS = 2_000;

  private static LimitKey key(int user) {
    return LimitKey.user(user, "default");
  }

  private void killConnections() {
    redis.with(
        j ->
            j.clientKill(
                new ClientKillParams()
                    .type(ClientType.NORMAL)
                    .skipMe(ClientKillParams.SkipMe.YES)));
  }

  private long commands(String name) {
    return redis.with(
        j ->
            j.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + name + ":calls="))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=([0-9]+),.*", "$1")))
                .sum());
  }

  /** Connections break; Redis keeps what it has. */
  @ParameterizedTest
  @EnumSource
  void afterAHiccupOnlyWhatRedisLacksIsReplayed(Algorithm algorithm) {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    LimitPolicy policy = policy(algorithm, 1_000);
    for (int user = 0; user < KEYS; user++) {
      limiter.decide(key(user), policy, 1);
    }
    killConnections();
    for (int user = 0; user < 5; user++) {
      limiter.decide(key(user), policy, 1);
    }
    awaitRedis(limiter);

    try (RedisRateLimiter other = Limiters.on(redis.url())) {
      Eventually.within(
          BACK,
          () -> {
            for (int user = 0; user < 5; user++) {
              assertThat(other.peek(key(user), policy).windows().get(0).remaining()).isEqualTo(998);
            }
          });
    }
    assertThat(limiter.decide(key(KEYS - 1), policy, 1).windows().get(0).remaining())
        .isEqualTo(998);
    // One that was on its way may have been counted or not: at most all that were decided alone.
    assertThat(redis.keys("tradeguard:brought:*").size()).isLessThanOrEqualTo(5);
    assertThat(commands("eval")).isLessThan(50);
  }

  /** Redis comes back empty: everything that it was known to have is replayed, by and by. */
  @ParameterizedTest
  @EnumSource
  void afterALossEverythingKnownIsReplayedThoughNobodyAsks(Algorithm algorithm) {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    LimitPolicy policy = policy(algorithm, 1_000);
    for (int user = 0; user < KEYS; user++) {
      limiter.decide(key(user), policy, 2);
    }
    redis.restart();
    Eventually.within(
        Duration.ofSeconds(30),
        () -> {
          limiter.decide(LimitKey.user(5_000_000, "default"), policy, 1);
          assertThat(redis.keys("rate_limit:user:*").size()).isGreaterThanOrEqualTo(KEYS);
        });

    try (RedisRateLimiter other = Limiters.on(redis.url())) {
      for (int user = 0; user < KEYS; user += 100) {
        assertThat(other.peek(key(user), policy).windows().get(0).remaining()).isEqualTo(998);
      }
    }
  }

  /** The node was there before Redis; nobody asks about the key again. */
  @Test
  void whatWasCountedBeforeTheFirstConnectionIsReplayed() {
    redis.stop();
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    for (int i = 0; i < 4; i++) {
      assertThat(limiter.decide(KEY, TEN, 1).source()).isEqualTo(Source.LOCAL);
    }
    redis.restart();

    awaitCount(4);
  }

  /** Emptied while this node was cut off, though it was never restarted. */
  @Test
  void aRedisThatWasFlushedMeanwhileIsNotTakenForOneThatKeptItsData() {
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    limiter.decide(KEY, TEN, 4);
    redis.with(j -> j.flushAll());
    killConnections();
    limiter.decide(LimitKey.user(9, "backtest"), TEN, 1);
    awaitRedis(limiter);

    Eventually.within(BACK, () -> assertThat(redis.get(NAME)).isEqualTo("4"));
  }

  @Test
  void connectionsThatDieWhileNobodyAsksAreReplaced() {
    RedisRateLimiter limiter = limiter(redis.url(), 2_000);
    limiter.decide(KEY, TEN, 1);
    killConnections();

    Eventually.within(
        Duration.ofSeconds(15), () -> assertThat(connections()).isGreaterThanOrEqualTo(2));
    // The heartbeat may have met one of them: that is an outage, and soon over.
    awaitRedis(limiter);
    assertThat(limiter.decide(KEY, TEN, 1).source()).isEqualTo(Source.REDIS);
  }

  private long connections() {
    return redis.with(j -> j.clientList().lines().filter(c -> !c.contains("cmd=client")).count());
  }

  /** Some Sentinels accept, and say nothing. */
  @Test
  void whoIsClosedWhileItReconnectsOpensNothingMoreAndIsNotAlive() throws Exception {
    List<ServerSocket> silent = new ArrayList<>();
    StringBuilder hosts = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      ServerSocket socket = silentSocket();
      silent.add(socket);
      hosts.append("127.0.0.1:").append(socket.getLocalPort()).append(',');
    }
    try (RealRedis replica =
            RealRedis.start("--replicaof", "127.0.0.1", Integer.toString(redis.port()));
        RealSentinel sentinel = RealSentinel.watching(redis)) {
      assertThat(replica.port()).isPositive();
      String url = sentinel.url().replace("://", "://" + hosts);
      RedisRateLimiter limiter = limiter(url, 500);
      killConnections();
      Eventually.within(
          BACK, () -> assertThat(limiter.decide(KEY, TEN, 1).source()).isEqualTo(Source.LOCAL));

      limiter.close();

      Eventually.within(
          Duration.ofSeconds(20),
          () -> {
            assertThat(threads()).isZero();
            assertThat(redis.with(j -> j.zcard("tradeguard:nodes")).longValue()).isZero();
          });
    } finally {
      for (ServerSocket socket : silent) {
        socket.close();
      }
    }
  }

  private static ServerSocket silentSocket() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tradeguard-redis"))
        .count();
  }
}
