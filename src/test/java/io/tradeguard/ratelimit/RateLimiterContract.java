package io.tradeguard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.RateLimiter.Request;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every back end keeps. A new one is a subclass that tells where the limiter is. */
public abstract class RateLimiterContract extends ModesContract {
  private static final AtomicLong USERS = new AtomicLong();

  private final LimitKey key = LimitKey.user(USERS.incrementAndGet(), "backtest");

  private static LimitPolicy policy(Algorithm algorithm, WindowSettings... windows) {
    return new LimitPolicy(algorithm, List.of(windows), false, OnRedisFailure.LOCAL);
  }

  private static LimitPolicy of(Algorithm algorithm, int limit, int period) {
    return policy(algorithm, new WindowSettings(limit, period));
  }

  private List<Outcome> decide(LimitPolicy policy, int times) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      outcomes.add(limiter().decide(key, policy, 1).outcome());
    }
    return outcomes;
  }

  @ParameterizedTest
  @EnumSource
  void refusesTheRequestAfterTheLast(Algorithm algorithm) {
    LimitPolicy five = of(algorithm, 5, 3600);

    assertThat(decide(five, 5)).containsOnly(Outcome.ALLOWED);
    Decision sixth = limiter().decide(key, five, 1);

    assertThat(sixth.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(sixth.retryAfterSeconds()).isBetween(1, 3600);
    assertThat(sixth.windows().get(0).violated()).isTrue();
    assertThat(sixth.windows().get(0).remaining()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void countsDownWhatRemains(Algorithm algorithm) {
    LimitPolicy five = of(algorithm, 5, 3600);
    for (int left = 4; left >= 0; left--) {
      assertThat(limiter().decide(key, five, 1).windows().get(0).remaining()).isEqualTo(left);
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesAgainAfterTheTimeItNamed(Algorithm algorithm) {
    LimitPolicy two = of(algorithm, 2, 2);
    decide(two, 2);
    int retryAfter = limiter().decide(key, two, 1).retryAfterSeconds();
    assertThat(retryAfter).isBetween(1, 2);

    long start = System.nanoTime();
    Eventually.within(
        Duration.ofSeconds(retryAfter + 2),
        Duration.ofMillis(50),
        () -> assertThat(limiter().peek(key, two).outcome()).isEqualTo(Outcome.ALLOWED));
    assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis())
        .isLessThan(retryAfter * 1_000L + 800);
  }

  @ParameterizedTest
  @EnumSource
  void peekingCountsNothing(Algorithm algorithm) {
    LimitPolicy five = of(algorithm, 5, 3600);
    Decision fresh = limiter().peek(key, five);
    assertThat(fresh.windows().get(0).remaining()).isEqualTo(5);
    assertThat(fresh.windows().get(0).resetSeconds()).isEqualTo(3600);
    decide(five, 2);
    for (int i = 0; i < 10; i++) {
      assertThat(limiter().peek(key, five).windows().get(0).remaining()).isEqualTo(3);
    }
    assertThat(limiter().peek(key, five).outcome()).isEqualTo(Outcome.ALLOWED);
  }

  @Test
  void severalTogetherAreDecidedAsEachAlone() {
    List<Request> requests = new ArrayList<>();
    List<LimitKey> keys = new ArrayList<>();
    for (Algorithm algorithm : Algorithm.values()) {
      LimitKey each = LimitKey.user(USERS.incrementAndGet(), "backtest");
      keys.add(each);
      for (int i = 0; i < 6; i++) {
        requests.add(new Request(each, of(algorithm, 5, 3600), 1));
      }
    }
    LimitPolicy windows =
        policy(Algorithm.FIXED_WINDOW, new WindowSettings(2, 60), new WindowSettings(3, 3600));
    requests.add(new Request(key, windows, 3));
    requests.add(new Request(LimitKey.user(USERS.incrementAndGet(), "backtest"), windows, 0));

    List<Decision> decisions = limiter().decideAll(requests);

    assertThat(decisions).hasSameSizeAs(requests);
    for (int k = 0; k < keys.size(); k++) {
      assertThat(decisions.subList(6 * k, 6 * k + 6))
          .extracting(Decision::outcome)
          .as("%s", requests.get(6 * k).policy().algorithm())
          .containsOnlyOnce(Outcome.REFUSED)
          .contains(Outcome.ALLOWED);
      assertThat(limiter().decide(keys.get(k), requests.get(6 * k).policy(), 1).outcome())
          .isEqualTo(Outcome.REFUSED);
    }
    assertThat(decisions.get(decisions.size() - 2).outcome()).isEqualTo(Outcome.REFUSED);
    Decision look = decisions.get(decisions.size() - 1);
    assertThat(look.windows().get(0).remaining()).as("a look counts nothing").isEqualTo(2);
    assertThat(limiter().decideAll(List.of())).isEmpty();
  }

  /** 3 passes, 3 more does not, 2 does where a refusal is charged nothing, and a look sees it. */
  @Test
  void requestsOfOneKeyAreDecidedInTheirOrderWhoeverElseAsks() throws Exception {
    Concurrently.run(
        16,
        thread -> {
          for (int round = 0; round < 25; round++) {
            List<Request> requests = new ArrayList<>();
            for (Algorithm algorithm : Algorithm.values()) {
              LimitKey each = LimitKey.user(USERS.incrementAndGet(), "backtest");
              for (int weight : new int[] {3, 0, 3, 2, 0}) {
                requests.add(new Request(each, of(algorithm, 5, 3600), weight));
              }
            }
            List<Decision> decisions = limiter().decideAll(requests);
            for (int first = 0; first < requests.size(); first += 5) {
              boolean charged = requests.get(first).policy().isSingleFixedWindow();
              assertThat(decisions.subList(first, first + 5))
                  .as("%s", requests.get(first).policy().algorithm())
                  .extracting(each -> each.passes() + " " + each.windows().get(0).remaining())
                  .isEqualTo(
                      charged
                          ? List.of("true 2", "true 2", "false 0", "false 0", "false 0")
                          : List.of("true 2", "true 2", "false 2", "true 0", "false 0"));
            }
          }
          return thread;
        });
  }

  @Test
  void concurrentBatchesNeverAdmitMoreThanTheLimit() throws Exception {
    LimitPolicy hundred = of(Algorithm.FIXED_WINDOW, 100, 3600);
    LimitPolicy gcra = of(Algorithm.GCRA, 100, 3600);
    LimitKey other = LimitKey.user(USERS.incrementAndGet(), "backtest");
    List<Request> both = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      both.add(new Request(key, hundred, 1));
      both.add(new Request(other, gcra, 1));
    }

    List<List<Decision>> all = Concurrently.run(16, thread -> limiter().decideAll(both));

    for (int which = 0; which < 2; which++) {
      int first = which;
      assertThat(
              all.stream()
                  .flatMap(
                      decisions ->
                          IntStream.range(0, 20)
                              .filter(i -> i % 2 == first)
                              .mapToObj(decisions::get))
                  .filter(Decision::passes))
          .hasSize(100);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWeightCountsAsManyRequests(Algorithm algorithm) {
    LimitPolicy ten = of(algorithm, 10, 3600);

    assertThat(limiter().decide(key, ten, 7).windows().get(0).remaining()).isEqualTo(3);
    assertThat(limiter().decide(key, ten, 3).passes()).isTrue();
    assertThat(limiter().decide(key, ten, 1).passes()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aWeightAboveTheLimitNeverPasses(Algorithm algorithm) {
    Decision decision = limiter().decide(key, of(algorithm, 10, 60), 11);

    assertThat(decision.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(decision.retryAfterSeconds()).isBetween(59, 60);
  }

  @Test
  void aWeightBelowOneIsAMistake() {
    assertThatThrownBy(() -> limiter().decide(key, LimitPolicy.fixedWindow(1, 1), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"SLIDING_WINDOW", "GCRA"})
  void aRefusalChargesNothing(Algorithm algorithm) {
    LimitPolicy ten = of(algorithm, 10, 3600);
    limiter().decide(key, ten, 8);
    for (int i = 0; i < 5; i++) {
      assertThat(limiter().decide(key, ten, 3).passes()).isFalse();
    }
    assertThat(limiter().decide(key, ten, 2).passes()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void severalWindowsAreAllOrNothing(Algorithm algorithm) {
    LimitPolicy both =
        policy(algorithm, new WindowSettings(5, 3600), new WindowSettings(3, 86_400));

    assertThat(decide(both, 3)).containsOnly(Outcome.ALLOWED);
    Decision refused = limiter().decide(key, both, 1);
    decide(both, 10);

    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(refused.windows()).extracting("violated").containsExactly(false, true);
    assertThat(refused.windows()).extracting("remaining").containsExactly(2, 0);
    assertThat(limiter().peek(key, both).windows()).extracting("remaining").containsExactly(2, 0);
  }

  @Test
  void inShadowItOnlyReports() {
    LimitPolicy shadow =
        new LimitPolicy(
            Algorithm.FIXED_WINDOW,
            List.of(new WindowSettings(2, 3600)),
            true,
            OnRedisFailure.LOCAL);

    assertThat(decide(shadow, 4))
        .containsExactly(Outcome.ALLOWED, Outcome.ALLOWED, Outcome.SHADOWED, Outcome.SHADOWED);
    assertThat(limiter().decide(key, shadow, 1).passes()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aResetForgets(Algorithm algorithm) {
    LimitPolicy one = of(algorithm, 1, 3600);
    decide(one, 2);

    limiter().reset(key);

    assertThat(decide(one, 1)).containsExactly(Outcome.ALLOWED);
  }

  @ParameterizedTest
  @EnumSource
  void aRaisedLimitPassesAtOnceAndALoweredOneRefuses(Algorithm algorithm) {
    decide(of(algorithm, 5, 3600), 6);

    assertThat(limiter().decide(key, of(algorithm, 20, 3600), 1).passes()).isTrue();
    Decision lowered = limiter().decide(key, of(algorithm, 2, 3600), 1);
    assertThat(lowered.passes()).isFalse();
    assertThat(lowered.retryAfterSeconds()).isBetween(1, 3600);
  }

  @ParameterizedTest
  @EnumSource
  void aShorterPeriodHoldsInTheWindowThatRunsAndItsRetryTimeIsTrue(Algorithm algorithm) {
    decide(of(algorithm, 3, 3600), 3);
    LimitPolicy shorter = of(algorithm, 10, 2);

    Decision first = limiter().decide(key, shorter, 1);
    assertThat(first.passes()).isTrue();
    // What was counted before still counts; in GCRA it drains meanwhile.
    assertThat(first.windows().get(0).remaining()).isBetween(6, 9);
    Decision refused = limiter().decide(key, shorter, 10);
    assertThat(refused.passes()).isFalse();
    assertThat(refused.retryAfterSeconds()).isBetween(1, 2);
    Eventually.within(
        Duration.ofSeconds(5),
        Duration.ofMillis(50),
        () -> assertThat(limiter().peek(key, shorter).windows().get(0).remaining()).isEqualTo(10));
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsRefusedAllTheTimePassesOnceTheShorterPeriodIsOver(Algorithm algorithm) {
    decide(of(algorithm, 3, 3600), 4);
    LimitPolicy shorter = of(algorithm, 2, 2);

    // A refusal in a fixed window counts, so whoever asks in short steps sees it end too.
    Eventually.within(
        Duration.ofSeconds(5),
        Duration.ofMillis(20),
        () -> assertThat(limiter().decide(key, shorter, 1).passes()).isTrue());
  }

  @ParameterizedTest
  @EnumSource
  void concurrentRequestsNeverPassMoreThanTheLimit(Algorithm algorithm) throws Exception {
    LimitPolicy fifty = of(algorithm, 50, 3600);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Long>> passed = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        passed.add(
            threads.submit(
                () -> decide(fifty, 10).stream().filter(o -> o == Outcome.ALLOWED).count()));
      }
      assertThat(sum(passed)).isEqualTo(50);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long sum(List<Future<Long>> counts)
      throws ExecutionException, InterruptedException {
    long sum = 0;
    for (Future<Long> count : counts) {
      sum += count.get();
    }
    return sum;
  }

  @Test
  @Fault(46)
  void identifiersCannotMeetInOneKey() {
    LimitPolicy one = LimitPolicy.fixedWindow(1, 3600);
    String user = "x" + USERS.incrementAndGet();
    List<String> identifiers =
        List.of(user + ":a", user + "%3Aa", user + " a", user + "\na", user + "a".repeat(10_000));

    for (String identifier : identifiers) {
      assertThat(
              limiter()
                  .decide(new LimitKey(LimitKey.Type.IP, identifier, "anonymous"), one, 1)
                  .passes())
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHottestComeFirst(Algorithm algorithm) {
    LimitPolicy many = of(algorithm, 100, 3600);
    LimitKey hot = LimitKey.user(USERS.incrementAndGet(), "heat");
    LimitKey warm = LimitKey.user(USERS.incrementAndGet(), "heat");
    limiter().decide(warm, many, 10);
    limiter().decide(hot, many, 20);

    List<HotKey> hottest = limiter().hottest("heat", 2);

    assertThat(hottest).extracting(HotKey::key).containsExactly(hot.text(many), warm.text(many));
    assertThat(hottest).extracting(HotKey::count).containsExactly(20L, 10L);
    assertThat(hottest).allSatisfy(key -> assertThat(key.secondsLeft()).isBetween(300, 7_200));
    limiter().reset(hot);
    limiter().reset(warm);
  }
}
