package io.tradeguard.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.ratelimit.RateLimiter.Request;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import io.tradeguard.testing.Concurrently;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every back end keeps of what is recorded, and of what is taken back. */
public abstract class ModesContract {
  private static final AtomicLong USERS = new AtomicLong(1_000_000);

  private final LimitKey key = LimitKey.user(USERS.incrementAndGet(), "backtest");

  /** Returns the limiter under test, the same one for all cases. */
  protected abstract LimiterBackend limiter();

  /** One window of each algorithm, and two fixed ones of which the second decides. */
  static Stream<LimitPolicy> tens() {
    WindowSettings ten = new WindowSettings(10, 3600);
    return Stream.concat(
        Stream.of(Algorithm.values()).map(algorithm -> policy(algorithm, ten)),
        Stream.of(policy(Algorithm.FIXED_WINDOW, new WindowSettings(1_000, 60), ten)));
  }

  private static LimitPolicy policy(Algorithm algorithm, WindowSettings... windows) {
    return new LimitPolicy(algorithm, List.of(windows), false, OnRedisFailure.LOCAL);
  }

  private Request request(LimitPolicy policy, Mode mode, int weight) {
    return new Request(key, policy, weight, mode);
  }

  /** Does one after the other, or all in one batch, and tells of each what it says. */
  private List<String> said(boolean together, Request... requests) {
    List<Decision> decisions = new ArrayList<>();
    if (together) {
      decisions.addAll(limiter().decideAll(List.of(requests)));
    } else {
      for (Request request : requests) {
        decisions.addAll(limiter().decideAll(List.of(request)));
      }
    }
    return decisions.stream()
        .map(
            each -> each.passes() + " " + each.windows().get(each.windows().size() - 1).remaining())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("tens")
  void whatIsRecordedIsNeverRefusedAndCounts(LimitPolicy ten) {
    assertThat(
            said(
                false,
                request(ten, Mode.RECORD, 4),
                request(ten, Mode.RECORD, 20),
                request(ten, Mode.CONSUME, 1)))
        .containsExactly("true 6", "true 0", "false 0");
    Decision full = limiter().decide(key, ten, 1);
    assertThat(full.retryAfterSeconds()).isBetween(1, 3600);
  }

  @ParameterizedTest
  @MethodSource("tens")
  void whatIsTakenBackIsFreeAtOnceAndNoMore(LimitPolicy ten) {
    assertThat(
            said(
                false,
                request(ten, Mode.CONSUME, 10),
                request(ten, Mode.REFUND, 4),
                request(ten, Mode.CONSUME, 4),
                request(ten, Mode.REFUND, 4),
                request(ten, Mode.REFUND, 100),
                request(ten, Mode.CONSUME, 10)))
        .containsExactly("true 0", "true 4", "true 0", "true 4", "true 10", "true 0");
    assertThat(limiter().decide(key, ten, 1).passes()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("tens")
  void inOneBatchTheyAreDoneInTheirOrder(LimitPolicy ten) throws Exception {
    List<List<String>> all =
        Concurrently.run(
            8,
            thread -> {
              List<String> said = new ArrayList<>();
              for (int round = 0; round < 25; round++) {
                LimitKey each = LimitKey.user(USERS.incrementAndGet(), "backtest");
                said.addAll(
                    said(
                        true,
                        new Request(each, ten, 5, Mode.REFUND),
                        new Request(each, ten, 10, Mode.CONSUME),
                        new Request(each, ten, 3, Mode.REFUND),
                        new Request(each, ten, 3, Mode.CONSUME),
                        new Request(each, ten, 2, Mode.REFUND),
                        new Request(each, ten, 7, Mode.RECORD),
                        new Request(each, ten, 0, Mode.CHECK)));
              }
              return said;
            });
    assertThat(all)
        .allSatisfy(
            said -> {
              for (int first = 0; first < said.size(); first += 7) {
                assertThat(said.subList(first, first + 7))
                    .containsExactly(
                        "true 10", "true 0", "true 3", "true 0", "true 2", "true 0", "false 0");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("tens")
  void whatWasNeverCountedCannotBeTakenBack(LimitPolicy ten) {
    assertThat(
            said(
                false,
                request(ten, Mode.REFUND, 5),
                request(ten, Mode.CONSUME, 10),
                request(ten, Mode.CHECK, 0)))
        .containsExactly("true 10", "true 0", "false 0");
  }

  /** As many as the limit hold a place at once, each gives it back, and nobody is ever refused. */
  @ParameterizedTest
  @MethodSource("tens")
  void concurrentRefundsLoseNothingAndGiveNothingAway(LimitPolicy ten) throws Exception {
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> refused =
        Concurrently.run(
            10,
            thread -> {
              int turned = 0;
              for (int round = 0; round < 50; round++) {
                if (limiter().decide(key, ten, 1).passes()) {
                  most.accumulateAndGet(held.incrementAndGet(), Math::max);
                  held.decrementAndGet();
                  limiter().decideAll(List.of(request(ten, Mode.REFUND, 1)));
                } else {
                  turned++;
                }
              }
              return turned;
            });

    assertThat(refused).containsOnly(0);
    assertThat(most.get()).isLessThanOrEqualTo(10);
    assertThat(said(false, request(ten, Mode.CONSUME, 10), request(ten, Mode.CONSUME, 1)))
        .containsExactly("true 0", "false 0");
  }
}
