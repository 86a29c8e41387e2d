package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.redis.wire.SlotMap;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FaultyProxy;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.RealRedisCluster;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that is there, and does not do what we need: it is named, and said once to be away. */
class RedisRefusedTest extends FailingRedis {
  private static final LimitPolicy MANY = LimitPolicy.fixedWindow(1_000_000_000, 3_600);

  private RedisRateLimiter limiterOfUser(String... rules) {
    redis.with(j -> j.aclSetUser("app", rules));
    return limiter("redis://app:pw@127.0.0.1:" + redis.port(), 1_000);
  }

  /** Asks about many keys until so much time has passed at least. */
  private static void ask(RedisRateLimiter limiter, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (int user = 0; System.nanoTime() < end; user = (user + 1) % 1_000) {
      limiter.decide(LimitKey.user(user, "default"), MANY, 1);
      Thread.onSpinWait();
    }
  }

  @Test
  void aUserWhoMayNotTouchCountersIsNamedAndRedisIsNotAsked() {
    RedisRateLimiter limiter = limiterOfUser("on", ">pw", "+@all", "~tradeguard:*");

    ask(limiter, Duration.ofSeconds(2));

    assertThat(changes).extracting(SourceChanged::source).containsExactly(Source.LOCAL);
    assertThat(limiter.status().reason()).startsWith("NOPERM");
    assertThat(limiter.status().publicReason()).hasValue("NOPERM");
  }

  /** What a probe proves is not everything: the counters of users fail nevertheless. */
  @Test
  void aRedisThatFailsAfterEachProbeIsSaidToBeAwayOnce() {
    RedisRateLimiter limiter =
        limiterOfUser("on", ">pw", "+@all", "~tradeguard:*", "~rate_limit:probe:*");

    ask(limiter, Duration.ofSeconds(6));

    // There at the start, away, back and away again: from then on it would have to hold for 10 s.
    assertThat(changes.size()).isLessThanOrEqualTo(4);
    assertThat(changes.get(changes.size() - 1).source()).isEqualTo(Source.LOCAL);
    assertThat(limiter.status().source()).isEqualTo(Source.LOCAL);
    assertThat(limiter.status().reason()).startsWith("NOPERM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PEXPIRE", "PEXPIRETIME", "EVALSHA"})
  void aRedisThatLacksACommandIsRefusedByName(String command) {
    RealRedis old = RealRedis.start("--rename-command", command, "");
    open.add(old);
    RedisRateLimiter limiter = limiter(old.url(), 1_000);

    Decision decision = limiter.decide(KEY, TEN, 1);

    assertThat(decision.source()).isEqualTo(Source.LOCAL);
    assertThat(changes).extracting(SourceChanged::source).containsExactly(Source.LOCAL);
    assertThat(limiter.status().reason()).containsIgnoringCase(command);
    assertThat(old.get(NAME)).isNull();
  }

  @Test
  void aNodeOfAClusterBehindAPlainUrlIsRefusedByName() {
    RealRedis node = RealRedis.start("--cluster-enabled", "yes");
    open.add(node);

    RedisRateLimiter limiter = limiter(node.url(), 1_000);

    assertThat(limiter.decide(KEY, TEN, 1).source()).isEqualTo(Source.LOCAL);
    assertThat(limiter.status().reason()).contains("redis-cluster");
  }

  @Test
  void aWrongPasswordIsTheReason() {
    redis.with(j -> j.configSet("requirepass", "secret"));

    RedisRateLimiter limiter = limiter("redis://:wrong@127.0.0.1:" + redis.port(), 1_000);

    assertThat(limiter.status().reason()).startsWith("WRONGPASS").doesNotContain("wrong@");
  }

  @Test
  void aMasterWhoseMemoryIsFullLeavesTheLimitsOfTheOthersShared() {
    try (RealRedisCluster cluster = RealRedisCluster.start()) {
      RealRedis full = cluster.serverOf(0);
      RedisRateLimiter limiter = limiter(cluster.url(), 2_000);
      full.with(j -> j.configSet("maxmemory", "1"));
      int shared = 0;
      for (int user = 0; user < 300; user++) {
        LimitKey key = LimitKey.user(user, "default");
        Source source = limiter.decide(key, MANY, 1).source();
        int slot = SlotMap.slot(KeyNames.bytes(key.text()));
        assertThat(source).isEqualTo(cluster.serverOf(slot) == full ? Source.LOCAL : Source.REDIS);
        shared += source == Source.REDIS ? 1 : 0;
      }
      assertThat(shared).isBetween(100, 299);
      assertThat(limiter.status().reason()).startsWith("OOM");
      full.with(j -> j.configSet("maxmemory", "0"));

      awaitRedis(limiter);
      assertThat(changes)
          .extracting(SourceChanged::source)
          .containsExactly(Source.REDIS, Source.LOCAL, Source.REDIS);
    }
  }

  /** Redis has longer to answer than half of the time-out, as often as it needs it. */
  @Test
  void aRedisThatTakesFourFifthsOfTheTimeOutDecides() throws Exception {
    FaultyProxy proxy = new FaultyProxy(redis.port());
    open.add(proxy);
    RedisRateLimiter limiter = limiter(proxy.url(), 5_000);
    proxy.fail(FaultyProxy.Fault.LATE);

    for (int i = 9; i >= 8; i--) {
      Decision decision = limiter.decide(KEY, TEN, 1);
      assertThat(decision.source()).isEqualTo(Source.REDIS);
      assertThat(decision.windows().get(0).remaining()).isEqualTo(i);
    }
    assertThat(changes).hasSize(1);
  }

  /** The server closes what is idle for a second; nobody hears of it. */
  @Test
  void anIdleLimitOnTheWayIsNoOutage() {
    RealRedis impatient = RealRedis.start("--timeout", "2");
    open.add(impatient);
    RedisRateLimiter limiter = limiter(impatient.url(), 2_000);
    limiter.decide(KEY, TEN, 1);
    long start = uptime(impatient);
    Eventually.within(
        Duration.ofSeconds(20), () -> assertThat(uptime(impatient)).isGreaterThan(start + 6));

    for (int i = 8; i >= 0; i--) {
      Decision decision = limiter.decide(KEY, TEN, 1);
      assertThat(decision.source()).isEqualTo(Source.REDIS);
      assertThat(decision.windows().get(0).remaining()).isEqualTo(i);
    }
    assertThat(changes).hasSize(1);
  }

  private static long uptime(RealRedis server) {
    return server.with(
        j ->
            j.info("server")
                .lines()
                .filter(line -> line.startsWith("uptime_in_seconds:"))
                .mapToLong(line -> Long.parseLong(line.substring(18).trim()))
                .sum());
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "blue:, 1"})
  void twoDeploymentsShareARedisByTheirPrefixes(String prefix, int others) {
    RedisRateLimiter limiter = Limiters.withPrefix(redis.url(), prefix);
    RedisRateLimiter green = Limiters.withPrefix(redis.url(), "green:");
    open.add(limiter);
    open.add(green);
    limiter.decide(KEY, TEN, 3);
    green.decide(KEY, TEN, 4);

    assertThat(redis.get(prefix + NAME)).isEqualTo("3");
    assertThat(redis.get("green:" + NAME)).isEqualTo("4");
    assertThat(limiter.hottest("", 10)).extracting("key").containsExactly(NAME);
    assertThat(green.status().nodesAlive()).isEqualTo(1);
    green.reset(KEY);
    assertThat(redis.get(prefix + NAME)).isEqualTo("3");
    assertThat(redis.keys("green:rate_limit:*")).isEmpty();
  }

  @Test
  void aRedisThatDropsCountersIsNoticedAndItsPolicyIsNamed() {
    RedisRateLimiter limiter = limiter(redis.url(), 2_000);
    LimitPolicy fifty = LimitPolicy.fixedWindow(50, 3_600);
    limiter.decide(KEY, fifty, 40);
    redis.with(j -> j.configSet("maxmemory-policy", "allkeys-random"));
    String used =
        redis.with(
            j ->
                j.info("memory")
                    .lines()
                    .filter(line -> line.startsWith("used_memory:"))
                    .map(line -> line.substring(12).trim())
                    .findFirst()
                    .orElseThrow());
    redis.with(j -> j.configSet("maxmemory", Long.toString(Long.parseLong(used) + 400_000)));
    Eventually.within(
        Duration.ofSeconds(30),
        () -> {
          redis.with(
              j -> {
                for (int i = 0; i < 200; i++) {
                  j.set("ballast:" + System.nanoTime(), "x".repeat(1_000));
                }
                return null;
              });
          assertThat(redis.get(NAME)).isNull();
        });

    Eventually.within(
        Duration.ofSeconds(30),
        () -> {
          limiter.decide(KEY, fifty, 1);
          assertThat(limiter.status().losses()).isPositive();
          assertThat(Objects.requireNonNull(limiter.status().reason()))
              .contains("maxmemory-policy allkeys-random")
              .contains("noeviction");
        });
    assertThat(limiter.status().publicReason()).hasValue("maxmemory-policy allkeys-random");
  }

  /** The time to the next probe, by when the others' share may be there again. */
  @Test
  void whoIsRefusedForANodesShareWaitsForTheNextProbeOnly() {
    List<RedisRateLimiter> nodes = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 3; i++) {
      nodes.add(limiter(redis.url(), 250));
    }
    for (RedisRateLimiter node : nodes) {
      Eventually.within(BACK, () -> assertThat(node.status().nodesAlive()).isEqualTo(3));
    }
    LimitPolicy one = LimitPolicy.fixedWindow(1, 3_600);
    redis.freeze();
    int refused = 0;
    for (int i = 0; i < 3; i++) {
      Decision decision = nodes.get(i).decide(LimitKey.user(900 + i, "backtest"), one, 1);
      assertThat(decision.source()).isEqualTo(Source.LOCAL);
      if (!decision.passes()) {
        refused++;
        assertThat(decision.retryAfterSeconds()).isBetween(1, 2);
        assertThat(decision.windows().get(0).resetSeconds())
            .isEqualTo(decision.retryAfterSeconds());
      }
    }
    assertThat(refused).isEqualTo(2);
    redis.thaw();
  }
}
