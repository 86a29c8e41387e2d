package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.ClientKillParams.SkipMe;

/** What becomes of limits when Redis answers, but not as it should. */
class RedisAilingTest extends FailingRedis {
  /** A script of somebody else's holds Redis up: it answers BUSY until that is killed. */
  @Test
  void aBusyRedisFailsNoRequestAndLosesNoCount() throws Exception {
    redis.with(j -> j.configSet("busy-reply-threshold", "10"));
    RedisRateLimiter limiter = limiter(redis.url());
    limiter.decide(KEY, TEN, 3);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<?> script =
        threads.submit(() -> redis.with(j -> j.eval("while true do end", List.of(), List.of())));
    Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(Source.LOCAL));

    for (int i = 0; i < 4; i++) {
      assertThat(limiter.decide(KEY, TEN, 1).passes()).isTrue();
    }
    redis.with(j -> j.scriptKill());
    assertThat(script).failsWithin(BACK);
    threads.shutdownNow();
    awaitRedis(limiter);

    awaitCount(7);
  }

  /** Redis reads its data back in, and answers LOADING meanwhile. */
  @Test
  void aRedisThatLoadsItsDataFailsNoRequestAndLosesNoCount() throws Exception {
    RealRedis slow =
        RealRedis.start(
            "--enable-debug-command",
            "yes",
            "--loading-process-events-interval-bytes",
            "1024",
            "--key-load-delay",
            "5000");
    open.add(slow);
    String kilobyte = "x".repeat(1_024);
    slow.with(
        j -> {
          for (int i = 0; i < 2_000; i++) {
            j.set("ballast:" + i, kilobyte);
          }
          return null;
        });
    // So long that a busy machine does not reach it: what is noticed is LOADING.
    RedisRateLimiter limiter = limiter(slow.url(), 4_000);
    limiter.decide(KEY, TEN, 3);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<?> reload = threads.submit(() -> slow.with(RedisAilingTest::reload));
    Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(Source.LOCAL));

    for (int i = 0; i < 4; i++) {
      Decision decision = limiter.decide(KEY, TEN, 1);
      assertThat(decision.passes()).isTrue();
      assertThat(decision.source()).isEqualTo(Source.LOCAL);
    }
    slow.with(j -> j.configSet("key-load-delay", "0"));
    assertThat(reload).succeedsWithin(BACK);
    threads.shutdownNow();
    awaitRedis(limiter);

    Eventually.within(BACK, () -> assertThat(slow.get(NAME)).isEqualTo("7"));
    assertThat(changes).extracting(SourceChanged::reason).anyMatch(r -> r.startsWith("LOADING"));
  }

  private static @Nullable Object reload(Jedis jedis) {
    jedis.getClient().setSoTimeout(60_000);
    return jedis.sendCommand(() -> "DEBUG".getBytes(StandardCharsets.US_ASCII), "RELOAD");
  }

  /** A way in which Redis answers, but not as it should. */
  @SuppressWarnings("ImmutableEnumChecker")
  enum Ailment {
    READ_ONLY(r -> r.with(j -> j.replicaof("127.0.0.1", 1)), r -> r.with(j -> j.replicaofNoOne())),
    OUT_OF_MEMORY(
        r -> r.with(j -> j.configSet("maxmemory", "1")),
        r -> r.with(j -> j.configSet("maxmemory", "0"))),
    MASTER_DOWN(
        r ->
            r.with(
                j -> {
                  j.configSet("replica-serve-stale-data", "no");
                  return j.replicaof("127.0.0.1", 1);
                }),
        r -> r.with(j -> j.replicaofNoOne())),
    PASSWORD_WANTED(
        r ->
            r.with(
                j -> {
                  j.configSet("requirepass", "secret");
                  return j.clientKill(new ClientKillParams().skipMe(SkipMe.YES));
                }),
        r ->
            r.with(
                j -> {
                  j.auth("secret");
                  return j.configSet("requirepass", "");
                }));

    final Consumer<RealRedis> sicken;
    final Consumer<RealRedis> heal;

    Ailment(Consumer<RealRedis> sicken, Consumer<RealRedis> heal) {
      this.sicken = sicken;
      this.heal = heal;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorReplyFailsNoRequestAndLosesNoCount(Ailment ailment) {
    RedisRateLimiter limiter = limiter(redis.url());
    limiter.decide(KEY, TEN, 3);
    ailment.sicken.accept(redis);

    for (int i = 0; i < 4; i++) {
      Decision decision = limiter.decide(KEY, TEN, 1);
      assertThat(decision.passes()).isTrue();
      assertThat(decision.source()).isEqualTo(Source.LOCAL);
    }
    ailment.heal.accept(redis);
    awaitRedis(limiter);

    awaitCount(7);
    assertThat(changes.stream().map(SourceChanged::source))
        .containsExactly(Source.REDIS, Source.LOCAL, Source.REDIS);
  }

  /** Somebody wrote over the list of what was brought: counted once, not never. */
  @ParameterizedTest
  @EnumSource
  void aListOfTheBroughtThatIsNoneIsMadeAnew(Algorithm algorithm) {
    RedisRateLimiter limiter = limiter(redis.url());
    LimitPolicy ten = policy(algorithm, 10);
    redis.with(j -> j.set(new KeyNames("").replayed(KEY.text(ten)), "nonsense"));
    limiter.decide(KEY, ten, 3);
    Ailment.READ_ONLY.sicken.accept(redis);
    limiter.decide(KEY, ten, 2);
    Ailment.READ_ONLY.heal.accept(redis);
    awaitRedis(limiter);

    Eventually.within(
        BACK,
        () -> {
          try (RedisRateLimiter other = Limiters.on(redis.url())) {
            assertThat(other.peek(KEY, ten).windows().get(0).remaining()).isEqualTo(5);
          }
        });
    assertThat(changes.stream().map(SourceChanged::source))
        .containsExactly(Source.REDIS, Source.LOCAL, Source.REDIS);
  }
}
