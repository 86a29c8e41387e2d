package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.OnRedisFailure;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this node's numbers of one or several windows stand to Redis's; as {@link SharedCount} for
 * the other algorithms, which charge nothing for a refusal.
 *
 * <p>While Redis answers, the tally holds its last answer, which only grows but for time and
 * resets: so what it refuses Redis would refuse, until the answer is {@link #TRUSTED_MICROS} old.
 * Through an outage the tally goes on from there with this node's share of the limit; what it
 * charged is the difference to a copy that only time has changed.
 */
public final class SharedRate {
  private static final long TRUSTED_MICROS = 900_000;
  private static final long FRESH_MICROS = 300_000;
  private static final double[] NONE = {};

  private final WindowsTally tally;

  /** The outage up to which nothing needs to be brought to Redis. */
  private int settled;

  /** Whether something was decided alone that Redis must have before it decides again. */
  private boolean owing;

  private long confirmed = Long.MIN_VALUE / 2;
  private long redisTime;

  /** When the last answer was noted. */
  private long noted = Long.MIN_VALUE;

  /** The numbers of the answer last noted, as Redis gave them. */
  private double[] learned = NONE;

  private boolean listed;
  private List<RateCarry> carries = List.of();
  private final InFlight inFlight = new InFlight();

  /** Through an outage: what Redis had, and what this node's share of it was. */
  private double[] known = NONE;

  private double[] seed = NONE;

  SharedRate(WindowsTally tally, int settled) {
    this.tally = tally;
    this.settled = settled;
  }

  /** Refuses a request that Redis would refuse too; null if Redis must decide. */
  public @Nullable Decision refuse(LimitPolicy policy, int weight, long now, int outages) {
    if (isBehind(outages) || !carries.isEmpty() || now - confirmed > TRUSTED_MICROS) {
      return null;
    }
    return tally.refusal(policy, weight, now);
  }

  /** Sends a request to Redis; returns the number to come back with. */
  public int begin(int weight) {
    return inFlight.begin(weight);
  }

  /**
   * A request is back with its answer. If an outage has begun meanwhile, the answer itself comes
   * too late, but what it charged counts.
   */
  public void end(int began, int weight, boolean passed) {
    if (!inFlight.end(began, weight) && passed && fits(known)) {
      chargeAll(weight);
    }
  }

  private void chargeAll(int weight) {
    for (double[] numbers : List.of(known, seed, tally.state())) {
      tally.charge(numbers, weight);
    }
  }

  /** The weight of the requests on their way. */
  long inFlight() {
    return inFlight.weight();
  }

  /** Puts it on the list of those to ask Redis about; false if it is there already. */
  public boolean list() {
    boolean news = !listed;
    listed = true;
    return news;
  }

  /** Whether Redis should be asked again now; takes it off the list if so. */
  public boolean stale(long now) {
    listed = now - confirmed <= FRESH_MICROS;
    return !listed;
  }

  /** Takes note of Redis's numbers, relative to the time at which it was asked. */
  public void learn(
      LimitPolicy policy, double[] state, long redisNow, long asked, long now, int outages) {
    // What was asked after the last answer was noted is newer, even if Redis's clock was set back.
    boolean overlaps = asked < noted;
    if (isBehind(outages)
        || (overlaps
            && (redisNow < redisTime || (redisNow == redisTime && isOlder(state, learned))))) {
      return;
    }
    noted = now;
    redisTime = redisNow;
    learned = state;
    confirmed = asked;
    tally.take(policy, shifted(state, asked));
  }

  /**
   * Decides a request without Redis.
   *
   * @param began the number with which it was sent, or {@link InFlight#NONE}
   * @param maybeCounted whether Redis may have charged it already
   */
  public Decision decide(
      LimitPolicy policy,
      int weight,
      int began,
      boolean maybeCounted,
      long now,
      int outages,
      Share share) {
    tally.follow(policy);
    tally.advance(now);
    boolean absorbed = inFlight.end(began, weight);
    if (!fits(known)) {
      if (settled < outages) {
        tally.charge(tally.state(), (double) inFlight.absorb());
      }
      known = tally.state().clone();
      tally.divide(share, now);
      seed = tally.state().clone();
    }
    owing = true;
    if (absorbed) {
      // It was charged as one of those on their way; from here on it is charged by what it gets.
      chargeAll(-weight);
    }
    // Those that are on their way without an outage may pass: there must be room for them too.
    double away = (double) inFlight.weight();
    tally.charge(tally.state(), away);
    Decision decision = tally.decide(policy, weight, now, Source.LOCAL);
    tally.charge(tally.state(), -away);
    if (maybeCounted && decision.outcome() == Outcome.ALLOWED) {
      tally.charge(known, weight);
      tally.charge(seed, weight);
    }
    return decision.passes() || policy.onRedisFailure() != OnRedisFailure.OPEN
        ? decision
        : new Decision(Outcome.ALLOWED, decision.windows(), 0, Source.LOCAL);
  }

  /**
   * Tells what must be brought to Redis before it can decide.
   *
   * @param batches numbers a new batch
   * @param redisMinusLocal Redis's clock less the ledger's, in microseconds
   */
  public List<RateCarry> carries(
      long now, int outages, LongSupplier batches, long redisMinusLocal) {
    if (isBehind(outages)) {
      settled = outages;
      owing = false;
      tally.advance(now);
      double[] before = fits(seed) ? tally.advanced(seed, now) : tally.state().clone();
      tally.whole();
      double[] base = fits(known) ? tally.advanced(known, now) : tally.state().clone();
      double[] delta = tally.since(before);
      known = NONE;
      seed = NONE;
      if (Arithmetic.anything(base) || Arithmetic.anything(delta)) {
        carries =
            Stream.concat(
                    carries.stream(),
                    Stream.of(
                        new RateCarry(
                            batches.getAsLong(),
                            tally.policy(),
                            shifted(base, redisMinusLocal),
                            shifted(delta, redisMinusLocal))))
                .toList();
      }
      tally.merge(base, delta);
    }
    return carries;
  }

  /** Redis has answered the carries up to a batch. */
  public void carried(long batch) {
    carries = carries.stream().filter(carry -> carry.batch() > batch).toList();
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

  /** Whether Redis lacks something that only this node has. */
  private boolean isBehind(int outages) {
    return owing || settled < outages;
  }

  /** Whether there are numbers, and of the windows that the policy has now. */
  private boolean fits(double[] numbers) {
    return numbers.length == tally.state().length;
  }

  private static double[] shifted(double[] state, long by) {
    double[] shifted = state.clone();
    for (int o = 0; o < shifted.length; o += Arithmetic.WIDTH) {
      shifted[o + 1] += by;
    }
    return shifted;
  }
}
