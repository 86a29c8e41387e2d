package io.tradeguard.ratelimit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Each algorithm against a model that is simple rather than fast, on a clock that the test turns.
 */
class AlgorithmModelTest {
  private static final LimitKey KEY = LimitKey.user(1, "default");

  /** A request, some microseconds after the one before. */
  record Step(long gap, int weight) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> gap =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 10),
            Arbitraries.longs().between(0, 2_000_000),
            Arbitraries.longs().between(0, 30_000_000));
    return Combinators.combine(gap, Arbitraries.integers().between(1, 3))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  /** The rule, told in the plainest way. */
  interface Model {
    boolean passes(long now, int weight);
  }

  /** Counts what came since the first request of the window, refused requests too. */
  private static final class FixedModel implements Model {
    private final long limit;
    private final long period;
    private long start = Long.MIN_VALUE / 2;
    private long count;

    FixedModel(long limit, long period) {
      this.limit = limit;
      this.period = period;
    }

    @Override
    public boolean passes(long now, int weight) {
      if (now - start >= period) {
        start = now;
        count = 0;
      }
      count += weight;
      return count <= limit;
    }
  }

  /** Keeps both windows' counts by the number of the window since the first request. */
  private static final class SlidingModel implements Model {
    private final long limit;
    private final long period;
    private long start = Long.MIN_VALUE / 2;
    private long before;
    private long count;

    SlidingModel(long limit, long period) {
      this.limit = limit;
      this.period = period;
    }

    @Override
    public boolean passes(long now, int weight) {
      if (now - start >= 2 * period || (before == 0 && count == 0)) {
        start = now;
        before = 0;
        count = 0;
      } else if (now - start >= period) {
        start += period;
        before = count;
        count = 0;
      }
      BigInteger overlap =
          BigInteger.valueOf(before)
              .multiply(BigInteger.valueOf(period - 1 - (now - start)))
              .divide(BigInteger.valueOf(period));
      if (overlap.longValueExact() + count + weight > limit) {
        return false;
      }
      count += weight;
      return true;
    }
  }

  /** A bucket that leaks one request every period ÷ limit, in exact fractions. */
  private static final class BucketModel implements Model {
    private final BigInteger limit;
    private final BigInteger period;
    private BigInteger filled = BigInteger.ZERO;
    private long last;

    BucketModel(long limit, long period) {
      this.limit = BigInteger.valueOf(limit);
      this.period = BigInteger.valueOf(period);
    }

    @Override
    public boolean passes(long now, int weight) {
      BigInteger leaked = BigInteger.valueOf(now - last).multiply(limit);
      filled = filled.subtract(leaked).max(BigInteger.ZERO);
      last = now;
      BigInteger more = filled.add(BigInteger.valueOf(weight).multiply(period));
      if (more.compareTo(limit.multiply(period)) > 0) {
        return false;
      }
      filled = more;
      return true;
    }
  }

  private static Model model(Algorithm algorithm, long limit, long period) {
    return switch (algorithm) {
      case FIXED_WINDOW -> new FixedModel(limit, period);
      case SLIDING_WINDOW -> new SlidingModel(limit, period);
      case GCRA -> new BucketModel(limit, period);
    };
  }

  private static LimitPolicy policy(Algorithm algorithm, int limit, int period) {
    return new LimitPolicy(
        algorithm, List.of(new WindowSettings(limit, period)), false, OnRedisFailure.LOCAL);
  }

  @Property(tries = 500)
  void everyDecisionIsTheModels(
      @ForAll Algorithm algorithm,
      @ForAll @IntRange(min = 1, max = 20) int limit,
      @ForAll @IntRange(min = 1, max = 20) int period,
      @ForAll("steps") List<Step> steps) {
    AtomicLong micros = new AtomicLong(1);
    MemoryRateLimiter limiter = new MemoryRateLimiter(10, micros::get, Instant.EPOCH);
    Model model = model(algorithm, limit, period * 1_000_000L);
    for (Step step : steps) {
      long now = micros.addAndGet(step.gap);
      Decision decision = limiter.decide(KEY, policy(algorithm, limit, period), step.weight);

      assertThat(decision.passes()).isEqualTo(model.passes(now, step.weight));
      assertThat(decision.retryAfterSeconds())
          .isBetween(decision.passes() ? 0 : 1, decision.passes() ? 0 : period);
    }
  }

  @Property(tries = 500)
  void theRetryTimeIsTheFirstSecondThatPasses(
      @ForAll Algorithm algorithm,
      @ForAll @IntRange(min = 1, max = 20) int limit,
      @ForAll @IntRange(min = 1, max = 20) int period,
      @ForAll("steps") @Size(max = 40) List<Step> steps) {
    AtomicLong micros = new AtomicLong(1);
    MemoryRateLimiter limiter = new MemoryRateLimiter(10, micros::get, Instant.EPOCH);
    LimitPolicy policy = policy(algorithm, limit, period);
    for (Step step : steps) {
      micros.addAndGet(step.gap);
      limiter.decide(KEY, policy, step.weight);
      Decision peek = limiter.peek(KEY, policy);
      if (!peek.passes()) {
        long now = micros.get();
        micros.set(now + peek.retryAfterSeconds() * 1_000_000L);
        assertThat(limiterPasses(limiter, policy)).isTrue();
        return;
      }
    }
  }

  @Property(tries = 500)
  void beforeTheRetryTimeNothingPasses(
      @ForAll Algorithm algorithm,
      @ForAll @IntRange(min = 1, max = 20) int limit,
      @ForAll @IntRange(min = 1, max = 20) int period,
      @ForAll("steps") @Size(max = 40) List<Step> steps) {
    AtomicLong micros = new AtomicLong(1);
    MemoryRateLimiter limiter = new MemoryRateLimiter(10, micros::get, Instant.EPOCH);
    LimitPolicy policy = policy(algorithm, limit, period);
    for (Step step : steps) {
      micros.addAndGet(step.gap);
      limiter.decide(KEY, policy, step.weight);
      Decision peek = limiter.peek(KEY, policy);
      if (!peek.passes() && peek.retryAfterSeconds() > 1) {
        micros.addAndGet((peek.retryAfterSeconds() - 1) * 1_000_000L);
        assertThat(limiterPasses(limiter, policy)).isFalse();
        return;
      }
    }
  }

  private static boolean limiterPasses(MemoryRateLimiter limiter, LimitPolicy policy) {
    return limiter.peek(KEY, policy).passes();
  }
}
