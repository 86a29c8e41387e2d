package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.ratelimit.RateLimiter.Request;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.OnRedisFailure;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The outage record of anything but a single fixed window: a refusal charges nothing, so none is
 * owed.
 *
 * <p>While Redis answers, the counter holds its last answer, which only grows but for time and
 * resets: so what it refuses Redis would refuse, until the answer is {@link #TRUSTED_MICROS} old.
 * Through an outage the counter goes on from there with this node's share of the limit; what it
 * charged is the difference to a copy that only time has changed.
 */
public final class RateRecord extends OutageRecord {
  private static final long TRUSTED_MICROS = 900_000;
  private static final long FRESH_MICROS = 300_000;
  private static final double[] NONE = {};

  private final RateCounter counter;
  private long confirmed = Long.MIN_VALUE / 2;
  private long redisTime;

  /** When the last answer was noted. */
  private long noted = Long.MIN_VALUE;

  /** The numbers of the answer last noted, as Redis gave them. */
  private double[] learned = NONE;

  /** Through an outage: what Redis had, and what this node's share of it was. */
  private double[] known = NONE;

  private double[] seed = NONE;

  /** Whether what Redis had, as far as is known, includes what it may never have done. */
  private boolean unsure;

  RateRecord(RateCounter counter, Outages outages) {
    super(outages);
    this.counter = counter;
  }

  @Override
  public @Nullable Decision refuse(LimitPolicy policy, int weight, long now, Outages outages) {
    if (!isSettled(outages) || isDoubtful() || now - confirmed > TRUSTED_MICROS) {
      return null;
    }
    return counter.refusal(policy, weight, now);
  }

  /**
   * A request is back with its answer. If an outage has begun meanwhile, the answer itself comes
   * too late, but what it charged counts.
   */
  @Override
  public void end(int began, int weight, boolean passed) {
    if (!inFlight().end(began, weight) && passed && fits(known)) {
      chargeAll(weight);
    }
  }

  private void chargeAll(int weight) {
    for (double[] numbers : List.of(known, seed, counter.state())) {
      counter.charge(numbers, weight);
    }
  }

  /** Whether Redis should be asked again now; takes it off the list if so. */
  public boolean stale(long now) {
    if (now - confirmed <= FRESH_MICROS) {
      return false;
    }
    unlist();
    return true;
  }

  @Override
  public boolean learn(
      LimitPolicy policy, CounterReply reply, long asked, long now, Outages outages) {
    // What was asked after the last answer was noted is newer, even if Redis's clock was set back.
    boolean overlaps = asked < noted;
    // Once this node counts alone it counts what has been charged. Until then an outage that has
    // begun
    // does not make what Redis said before it untrue; a Redis that has lost counts says less.
    if (fits(known)
        || (isBehind(outages) && isLess(policy, reply, asked, now))
        || (overlaps
            && (reply.redisNow() < redisTime
                || (reply.redisNow() == redisTime && isOlder(reply.numbers(), learned))))) {
      return false;
    }
    if (!overlaps) {
      learnedNewer();
    }
    noted = now;
    redisTime = reply.redisNow();
    learned = reply.numbers();
    confirmed = asked;
    counter.take(policy, shifted(reply.numbers(), asked));
    return false;
  }

  @Override
  public Decision decide(
      Request request, int began, boolean maybeCounted, long now, Outages outages, Share share) {
    LimitPolicy policy = request.policy();
    int weight = request.weight();
    boolean absorbed = inFlight().end(began, weight);
    goAlone(policy, now, outages, share);
    if (absorbed) {
      // It was charged as one of those on their way; from here on it is charged by what it gets.
      chargeAll(-weight);
    }
    // Those that are on their way without an outage may pass: there must be room for them too.
    double away = (double) inFlight().weight();
    counter.charge(counter.state(), away);
    Decision decision =
        request.mode() == Mode.RECORD
            ? counter.record(policy, weight, now, Source.LOCAL)
            : counter.decide(policy, weight, now, Source.LOCAL);
    counter.charge(counter.state(), -away);
    if (maybeCounted && decision.outcome() == Outcome.ALLOWED) {
      unsure = true;
      counter.charge(known, weight);
      counter.charge(seed, weight);
    }
    return decision.passes() || policy.onRedisFailure() != OnRedisFailure.OPEN
        ? decision
        : new Decision(Outcome.ALLOWED, decision.windows(), 0, Source.LOCAL);
  }

  /** From here on this node counts by its own share of what Redis had. */
  private void goAlone(LimitPolicy policy, long now, Outages outages, Share share) {
    counter.follow(policy);
    counter.advance(now);
    if (!fits(known)) {
      if (sawOutage(outages)) {
        long weights = inFlight().absorb();
        unsure |= weights > 0;
        counter.charge(counter.state(), (double) weights);
      }
      known = counter.state().clone();
      counter.divide(share, now);
      seed = counter.state().clone();
    }
    owe();
  }

  @Override
  public void refundAlone(LimitPolicy policy, int weight, long now, Outages outages, Share share) {
    goAlone(policy, now, outages, share);
    counter.charge(counter.state(), -weight);
  }

  @Override
  void lower(LimitPolicy policy, int weight, long now) {
    counter.refund(policy, weight, now);
  }

  @Override
  public List<Replay> owed(long now, Outages outages, LongSupplier batches, long redisMinusLocal) {
    if (isBehind(outages)) {
      boolean lost = sawLoss(outages);
      settle(outages);
      counter.advance(now);
      double[] before = fits(seed) ? counter.advanced(seed, now) : counter.state().clone();
      counter.whole();
      double[] base = fits(known) ? counter.advanced(known, now) : counter.state().clone();
      double[] delta = counter.since(before);
      known = NONE;
      seed = NONE;
      if (Arithmetic.anything(delta) || ((lost || unsure) && Arithmetic.anything(base))) {
        long batch = batches.getAsLong();
        add(
            Replay.ofNumbers(
                batch,
                counter.policy(),
                shifted(base, redisMinusLocal),
                shifted(delta, redisMinusLocal)));
      }
      unsure = false;
      counter.merge(base, delta);
    }
    return replays();
  }

  private boolean isLess(LimitPolicy policy, CounterReply reply, long asked, long now) {
    counter.follow(policy);
    counter.advance(now);
    return isOlder(counter.advanced(shifted(reply.numbers(), asked), now), counter.state());
  }

  /** Answers of one exchange bear the same time; of those the one that charged less is older. */
  private static boolean isOlder(double[] state, double[] other) {
    for (int o = 0; state.length == other.length && o < state.length; o += Arithmetic.WIDTH) {
      if (state[o] < other[o]) {
        return true;
      }
    }
    return false;
  }

  /** Whether there are numbers, and of the windows that the policy has now. */
  private boolean fits(double[] numbers) {
    return numbers.length == counter.state().length;
  }

  private static double[] shifted(double[] state, long by) {
    double[] shifted = state.clone();
    for (int o = 0; o < shifted.length; o += Arithmetic.WIDTH) {
      shifted[o + 1] += by;
    }
    return shifted;
  }
}
