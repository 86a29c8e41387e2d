package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this node's view of a single fixed window stands to Redis's count of it.
 *
 * <p>{@code known} is the highest count that Redis is known to have reached; {@code delta} what
 * only this node has counted since: refusals that were answered without Redis, or, while it is
 * away, everything. A request that was sent and never answered may have been counted or not: that
 * is {@code maybe}. What is brought back has {@code known + maybe} for its base if Redis's count is
 * not higher, so that such a request counts once either way.
 *
 * <p>What Redis may lack goes there as a {@link Carry}, again and again until one is answered.
 */
public final class SharedCount {
  private static final long NEAR_MICROS = 1_000;

  private final FixedTally tally;
  private long known;
  private long delta;
  private long maybe;

  /** Part of the delta that is on its way. */
  private long sending;

  /** The window's identity: its end by Redis's clock, in milliseconds; 0 if Redis named none. */
  private long window;

  /** The outage up to which nothing needs to be brought to Redis. */
  private int settled;

  /** Whether something was counted alone that Redis must have before it decides again. */
  private boolean owing;

  private List<Carry> carries = List.of();

  /** When the last answer was noted. */
  private long learned = Long.MIN_VALUE;

  private boolean listed;
  private @Nullable Decision lastRefusal;
  private @Nullable LimitPolicy lastPolicy;
  private final InFlight inFlight = new InFlight();

  SharedCount(FixedTally tally, int settled) {
    this.tally = tally;
    this.settled = settled;
  }

  /** Refuses a request that Redis would refuse too, and counts it; false if Redis must decide. */
  public boolean refuses(LimitPolicy policy, int weight, long now, int outages) {
    if (owing
        || settled < outages
        || !carries.isEmpty()
        || now >= tally.end()
        || isTooLong(policy, now)
        || count() + weight <= policy.windows().get(0).limit()) {
      return false;
    }
    delta += weight;
    tally.set(count(), policy.windows().get(0).limit());
    return true;
  }

  /** Whether the window was begun under a longer period: Redis is to shorten it. */
  private boolean isTooLong(LimitPolicy policy, long now) {
    return tally.end() - now > policy.windows().get(0).periodSeconds() * 1_000_000L + NEAR_MICROS;
  }

  /** Answers a request that Redis would refuse; within a second all get the same answer. */
  public Decision refusal(LimitPolicy policy, long now) {
    int seconds = Answers.seconds(tally.end() - now, policy.windows().get(0).periodSeconds());
    Decision last = lastRefusal;
    if (last == null || !policy.equals(lastPolicy) || last.retryAfterSeconds() != seconds) {
      last = Answers.fixed(policy, count(), tally.end() - now, false, Source.REDIS);
      lastRefusal = last;
      lastPolicy = policy;
    }
    return last;
  }

  /** Sends a request to Redis; returns the number to come back with. */
  public int begin(int weight) {
    return inFlight.begin(weight);
  }

  /** A request is back with its answer. */
  public void end(int began, int weight) {
    inFlight.end(began, weight);
  }

  /** The weight of the requests on their way. */
  long inFlight() {
    return inFlight.weight();
  }

  /** Puts it on the list of those whose refusals must be sent; false if it is there already. */
  public boolean list() {
    boolean news = !listed;
    listed = true;
    return news;
  }

  /**
   * Takes note of Redis's answer to a question asked at {@code asked}. Answers may come back in
   * another order than Redis gave them: one to a question that was asked after the last answer was
   * noted is newer for certain, whatever it says; of the others the later window and the higher
   * count are.
   */
  public void learn(long count, long ends, long left, long asked, long now, int outages) {
    boolean newer = asked >= learned;
    if (ends < 0 || (ends < window && !newer)) {
      return;
    }
    learned = now;
    boolean news = ends != window;
    boolean settledAll = !owing && settled >= outages && carries.isEmpty();
    if (news) {
      // An earlier end is the same window, shortened; a later one is another.
      if (settledAll && (ends > window || count < known)) {
        forget();
      }
      window = ends;
    }
    known = newer && settledAll ? count : Math.max(known, count);
    // Every answer places the end a little before its time; one that is near enough stays.
    if (news || Math.abs(asked + left - tally.end()) > NEAR_MICROS) {
      tally.startWindow(asked + left);
    }
    tally.set(count(), tally.limit());
  }

  /** Takes the refusals that Redis does not have yet, to be added to {@link #window} only. */
  public long take() {
    listed = false;
    sending = delta;
    delta = 0;
    return sending;
  }

  /** The taken refusals are in Redis, or the window that they belong to is gone. */
  public void taken(
      long windowAsked, long count, long ends, long left, long asked, long now, int outages) {
    sending = 0;
    if (ends != windowAsked && window == windowAsked) {
      forget();
      tally.startWindow(asked);
      window = 0;
    }
    learn(count, ends, left, asked, now, outages);
  }

  /** Nobody answered whether the taken refusals are in Redis. */
  public void notTaken(boolean maybeDone) {
    if (maybeDone) {
      maybe += sending;
    } else {
      delta += sending;
    }
    sending = 0;
    owing = true;
  }

  public long window() {
    return window;
  }

  /**
   * Decides a request without Redis: from what is left by its last known count, this node's share.
   *
   * @param began the number with which it was sent, or {@link InFlight#NONE}
   * @param maybeCounted whether Redis may have counted it already
   */
  public Decision decide(
      LimitPolicy policy, int weight, int began, boolean maybeCounted, long now, Share share) {
    WindowSettings rule = policy.windows().get(0);
    long asked = inFlight.end(began, weight) ? 0 : weight;
    if (now >= tally.end()) {
      asked = weight;
      forget();
      window = 0;
      tally.startWindow(now + rule.periodSeconds() * 1_000_000L);
    }
    if (isTooLong(policy, now)) {
      // By this node's estimate: Redis has not named the end of the shortened window.
      window = 0;
      tally.startWindow(now + rule.periodSeconds() * 1_000_000L);
    }
    tally.rule(policy);
    long mine = share.of(rule.limit() - known);
    boolean passes = alone() + asked <= mine || policy.onRedisFailure() == OnRedisFailure.OPEN;
    if (maybeCounted) {
      maybe += asked;
    } else {
      delta += asked;
    }
    owing = true;
    long remaining = Math.max(0, mine - alone());
    tally.set(rule.limit() - remaining, rule.limit());
    return Answers.fixed(policy, rule.limit() - remaining, tally.end() - now, passes, Source.LOCAL);
  }

  /**
   * Tells what must be brought to Redis before it can decide.
   *
   * @param batches numbers a new batch
   * @param redisMinusLocal Redis's clock less the ledger's, in microseconds
   */
  public List<Carry> carries(long now, int outages, LongSupplier batches, long redisMinusLocal) {
    if (now >= tally.end()) {
      forget();
      settled = outages;
    } else if (owing || settled < outages) {
      // Without an outage those on their way still arrive, and are not for this node to bring.
      known += maybe + (settled < outages ? inFlight.absorb() : 0);
      maybe = 0;
      settled = outages;
      if (known + delta > 0) {
        long ends = window > 0 ? window : (tally.end() + redisMinusLocal) / 1_000;
        Carry carry = new Carry(batches.getAsLong(), known, delta, ends);
        known += delta;
        delta = 0;
        carries =
            carries.isEmpty()
                ? List.of(carry)
                : Stream.concat(carries.stream(), Stream.of(carry)).toList();
      }
      owing = false;
    }
    return carries;
  }

  /** Redis has answered the carries up to a batch. */
  public void carried(long batch, long count, long ends, long left, long asked) {
    carries = carries.stream().filter(carry -> carry.batch() > batch).toList();
    if (ends < 0) {
      forget();
      tally.startWindow(asked);
      return;
    }
    known = Math.max(count, carries.isEmpty() && ends != window ? 0 : known);
    window = ends;
    tally.startWindow(asked + left);
    tally.set(count(), tally.limit());
  }

  /** What counts here, and in Redis perhaps. */
  private long alone() {
    return delta + sending + maybe + inFlight.weight();
  }

  private long count() {
    return known + maybe + sending + delta;
  }

  private void forget() {
    known = 0;
    maybe = 0;
    delta = 0;
    owing = false;
    carries = List.of();
    tally.set(0, tally.limit());
  }
}
