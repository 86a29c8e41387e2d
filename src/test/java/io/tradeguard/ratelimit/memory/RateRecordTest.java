package io.tradeguard.ratelimit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.RateLimiter.Request;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node knows of a counter when Redis goes away with answers still on their way. */
class RateRecordTest {
  private static final LimitKey KEY = LimitKey.user(1, "backtest");
  private static final int YEAR = 31_536_000;
  private static final double MICROS = YEAR * 1e6;
  private static final Outages BEFORE = new Outages(1, 0);
  private static final Outages BEGUN = new Outages(2, 0);

  /** Redis has charged nine of ten, and the outage is known before the ninth answer is read. */
  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"SLIDING_WINDOW", "GCRA"})
  void anAnswerThatIsReadAfterTheOutageBeganCounts(Algorithm algorithm) {
    LimitPolicy ten =
        new LimitPolicy(
            algorithm, List.of(new WindowSettings(10, YEAR)), false, OnRedisFailure.LOCAL);
    Counter counter = Counter.create(KEY, ten);
    OutageRecord record = counter.record(BEFORE);
    int eighth = record.begin(1);
    int ninth = record.begin(1);
    record.end(eighth, 1, true);
    record.learn(ten, reply(algorithm, 8), 1, 3, BEFORE);

    record.end(ninth, 1, true);
    record.learn(ten, reply(algorithm, 9), 2, 4, BEGUN);

    assertThat(alone(record, ten).passes()).isTrue();
    assertThat(alone(record, ten).passes()).as("the eleventh of ten").isFalse();
  }

  /** A Redis that has lost everything says less: what was known of it before is what counts. */
  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"SLIDING_WINDOW", "GCRA"})
  void anAnswerOfARedisThatHasLostCountsChangesNothing(Algorithm algorithm) {
    LimitPolicy ten =
        new LimitPolicy(
            algorithm, List.of(new WindowSettings(10, YEAR)), false, OnRedisFailure.LOCAL);
    Counter counter = Counter.create(KEY, ten);
    OutageRecord record = counter.record(BEFORE);
    record.learn(ten, reply(algorithm, 10), 1, 3, BEFORE);

    record.learn(ten, reply(algorithm, 1), 4, 5, new Outages(2, 2));

    assertThat(alone(record, ten).passes()).isFalse();
  }

  private static CounterReply reply(Algorithm algorithm, int count) {
    double[] numbers =
        algorithm == Algorithm.GCRA
            ? new double[] {count * MICROS, 0, 0}
            : new double[] {count, 0, 0};
    return new CounterReply(true, numbers, 1_000_000 + count);
  }

  private static Decision alone(OutageRecord record, LimitPolicy policy) {
    return record.decide(new Request(KEY, policy, 1), InFlight.NONE, false, 5, BEGUN, Share.WHOLE);
  }
}
