package io.tradeguard.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.FaultyProxy;
import io.tradeguard.testing.RealRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.ClientKillParams.SkipMe;

/** What becomes of limits when Redis fails, in every way that it can; on a real Redis. */
class RedisFaultsTest {
  private static final int TIMEOUT_MILLIS = 250;
  private static final Duration BACK = Duration.ofSeconds(5);
  private static final LimitKey KEY = LimitKey.user(123, "backtest");
  private static final String NAME = KEY.text();
  private static final LimitPolicy TEN = LimitPolicy.fixedWindow(10, 600);

  private final RealRedis redis = RealRedis.start();
  private final List<SourceChanged> changes = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(redis));

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private RedisRateLimiter limiter(String url) {
    return limiter(url, TIMEOUT_MILLIS);
  }

  private RedisRateLimiter limiter(String url, int timeoutMillis) {
    RedisRateLimiter limiter = Limiters.on(url, timeoutMillis, changes::add);
    open.add(limiter);
    return limiter;
  }

  private static void awaitRedis(RedisRateLimiter limiter) {
    Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(Source.REDIS));
  }

  private void awaitCount(long count) {
    Eventually.within(BACK, () -> assertThat(redis.get(NAME)).isEqualTo(Long.toString(count)));
  }

  @Test
  @Fault(41)
  void stoppedAndBackUnderLoadNoRequestFailsAndNoCountIsLost() throws Exception {
    // A time-out that a busy machine does not reach: one outage is to be one.
    RedisRateLimiter limiter = limiter(redis.url(), 4_000);
    int limit = 1_000_000_000;
    Load load = new Load(limiter, KEY, LimitPolicy.fixedWindow(limit, 600), 8);
    load.awaitMore(500);
    redis.stop();
    load.awaitMore(2_000);
    redis.restart();
    awaitRedis(limiter);
    load.awaitMore(500);
    load.end();

    assertThat(load.passed()).isEqualTo(load.made());
    assertThat(changes.stream().map(SourceChanged::source))
        .containsExactly(Source.REDIS, Source.LOCAL, Source.REDIS);
    // Redis may have counted what it did not answer, even in a count that it gave to another:
    // each of those on their way when it died may count twice, none is lost.
    Eventually.within(
        BACK,
        () ->
            assertThat(Long.parseLong(redis.get(NAME)))
                .isBetween((long) load.made(), load.made() + 8L));
  }

  @Test
  void anOutageThatOnlyTheHeartbeatSawIsSweptTooWithoutAnyRequest() {
    RedisRateLimiter limiter = limiter(redis.url());
    limiter.decide(KEY, TEN, 3);
    redis.stop();
    Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(Source.LOCAL));
    redis.restart();
    awaitRedis(limiter);

    awaitCount(3);
  }

  @ParameterizedTest
  @EnumSource
  void aWindowThatSpansAnOutageAdmitsItsLimitAndNoMore(Algorithm algorithm) throws Exception {
    RedisRateLimiter limiter = limiter(redis.url());
    LimitPolicy policy = policy(algorithm, 3_000);
    Load load = new Load(limiter, KEY, policy, 4);
    load.awaitMore(300);
    redis.stop();
    load.awaitMore(1_000);
    redis.restart();
    awaitRedis(limiter);
    Eventually.within(Duration.ofSeconds(60), () -> assertThat(load.made()).isGreaterThan(4_000));
    load.end();

    assertThat(load.passed()).isBetween(3_000 - 4, 3_000);
  }

  @Test
  @Fault(42)
  void frozenEachCallerWaitsAtMostTheTimeoutAndThenNone() throws Exception {
    RedisRateLimiter limiter = limiter(redis.url());
    limiter.decide(KEY, TEN, 1);
    redis.freeze();
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<Long>> waits = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      waits.add(
          threads.submit(
              () -> {
                go.await();
                long start = System.nanoTime();
                limiter.decide(KEY, TEN, 1);
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
              }));
    }
    go.countDown();
    for (Future<Long> wait : waits) {
      // The machine may be busy; the limiter itself waits no longer than the timeout.
      assertThat(wait.get()).isLessThan(TIMEOUT_MILLIS + 200);
    }
    threads.shutdownNow();

    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThat(limiter.decide(KEY, TEN, 1).source()).isEqualTo(Source.LOCAL);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis()).isLessThan(TIMEOUT_MILLIS);

    redis.thaw();
    awaitRedis(limiter);
    awaitCount(1 + 16 + 1_000);
    assertThat(changes).extracting(SourceChanged::reason).noneMatch(r -> r.contains("java."));
  }

  @Fault(43)
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
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

  /** Redis is away for both, and keeps what it has. */
  @Test
  @Fault({41, 42})
  void aFrozenRedisGetsBackEveryCountOfTwoNodes() {
    RedisRateLimiter one = limiter(redis.url());
    RedisRateLimiter two = limiter(redis.url());
    one.decide(KEY, TEN, 2);
    two.decide(KEY, TEN, 1);
    one.decide(KEY, TEN, 1);
    two.decide(KEY, TEN, 1);
    redis.freeze();

    for (int i = 0; i < 10; i++) {
      one.decide(KEY, TEN, 1);
      two.decide(KEY, TEN, 1);
    }
    redis.thaw();
    awaitRedis(one);
    awaitRedis(two);

    awaitCount(25);
  }

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
    for (int i = 0; i < 5; i++) {
      proxy.fail(FaultyProxy.Fault.NONE);
      awaitRedis(limiter);
      proxy.fail(FaultyProxy.Fault.CUT_BEFORE_REPLY);
      Eventually.within(BACK, () -> assertThat(limiter.status().source()).isEqualTo(Source.LOCAL));
    }
    proxy.fail(FaultyProxy.Fault.NONE);
    awaitRedis(limiter);
    limiter.decide(KEY, TEN, 1);

    awaitCount(5);
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
    Future<?> reload = threads.submit(() -> slow.with(RedisFaultsTest::reload));
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
    redis.with(j -> j.set(Shared.marker(KEY.text(ten)), "nonsense"));
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

  private static LimitPolicy policy(Algorithm algorithm, int limit) {
    return new LimitPolicy(
        algorithm, List.of(new WindowSettings(limit, 31_536_000)), false, OnRedisFailure.LOCAL);
  }

  @Test
  void aCategoryMayBeOpenOrClosedWithoutRedis() {
    RedisRateLimiter limiter = limiter(redis.url());
    redis.stop();
    List<WindowSettings> one = List.of(new WindowSettings(1, 600));
    LimitPolicy opened = new LimitPolicy(Algorithm.FIXED_WINDOW, one, false, OnRedisFailure.OPEN);
    LimitPolicy closed = new LimitPolicy(Algorithm.FIXED_WINDOW, one, false, OnRedisFailure.CLOSED);

    for (int i = 0; i < 5; i++) {
      assertThat(limiter.decide(LimitKey.user(1, "a"), opened, 1).passes()).isTrue();
      assertThat(limiter.decide(LimitKey.user(2, "b"), closed, 1).outcome())
          .isEqualTo(Outcome.UNAVAILABLE);
    }
  }

  @Test
  void twoNodesWithoutRedisShareWhatWasLeft() {
    RedisRateLimiter one = limiter(redis.url());
    RedisRateLimiter two = limiter(redis.url());
    Eventually.within(
        BACK,
        () -> {
          assertThat(one.status().nodesAlive()).isEqualTo(2);
          assertThat(two.status().nodesAlive()).isEqualTo(2);
        });
    one.decide(KEY, TEN, 2);
    two.decide(KEY, TEN, 1);
    one.decide(KEY, TEN, 1);
    two.decide(KEY, TEN, 1);
    redis.stop();

    int passed = 0;
    for (int i = 0; i < 10; i++) {
      passed += one.decide(KEY, TEN, 1).passes() ? 1 : 0;
      passed += two.decide(KEY, TEN, 1).passes() ? 1 : 0;
    }
    // 5 were counted; node one knew of 4, node two of 5: shares of 6 and of 5.
    assertThat(passed).isBetween(5, 6);

    redis.restart();
    awaitRedis(one);
    awaitRedis(two);
    // Redis lost everything. Node one first: 4 + 1 on its way + 9, which is above what node two
    // knew
    // (5 + 1 on its way), + 9: 23. Node two first: 5 + 1 + 9, above node one's 4 + 1, + 9: 24.
    Eventually.within(BACK, () -> assertThat(Long.parseLong(redis.get(NAME))).isBetween(23L, 25L));
  }

  @Fault(48)
  @ParameterizedTest
  @EnumSource
  void threeNodesWhoseClocksDifferByHoursAdmitExactlyTheLimit(Algorithm algorithm)
      throws Exception {
    LimitPolicy policy = policy(algorithm, 200);
    List<Load> loads = new ArrayList<>();
    for (int hours = -1; hours <= 1; hours++) {
      RedisRateLimiter node = Limiters.on(redis.url(), Duration.ofHours(hours));
      open.add(node);
      loads.add(new Load(node, KEY, policy, 4));
    }
    for (Load load : loads) {
      load.awaitMore(300);
    }
    int passed = 0;
    int made = 0;
    for (Load load : loads) {
      load.end();
      passed += load.passed();
      made += load.made();
    }

    assertThat(passed).isEqualTo(200);
    if (algorithm == Algorithm.FIXED_WINDOW) {
      awaitCount(made);
    }
  }
}
