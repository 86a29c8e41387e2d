package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.ratelimit.RateLimiter.Request;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The outage record of a single fixed window, in which refused requests count too: so this node
 * owes Redis its own refusals even while Redis answers.
 *
 * <p>{@code known} is the highest count that Redis is known to have reached; {@code delta} what
 * only this node has counted since: refusals that were answered without Redis, or, while it is
 * away, everything. A request that was sent and never answered may have been counted or not: that
 * is {@code maybe}. A replay has {@code known + maybe} for its base if Redis's count is not higher,
 * so that such a request counts once either way.
 */
public final class FixedWindowRecord extends OutageRecord {
  private static final long NEAR_MICROS = 1_000;
  private static final long SURELY_EARLY_MICROS = 1_000_000;

  private final FixedWindowCounter counter;
  private long known;
  private long delta;
  private long maybe;

  /** Part of the delta that is on its way. */
  private long sending;

  /** The window's identity: its end by Redis's clock, in milliseconds; 0 if Redis named none. */
  private long window;

  /** When the last answer was noted. */
  private long learned = Long.MIN_VALUE;

  private final RepeatedRefusal refusals = new RepeatedRefusal();

  FixedWindowRecord(FixedWindowCounter counter, Outages outages) {
    super(outages);
    this.counter = counter;
  }

  @Override
  public @Nullable Decision refuse(LimitPolicy policy, int weight, long now, Outages outages) {
    WindowSettings rule = policy.windows().get(0);
    if (!isSettled(outages)
        || isDoubtful()
        || now >= counter.end()
        || isTooLong(rule, now)
        || count() + weight <= rule.limit()) {
      return null;
    }
    delta += weight;
    counter.set(count(), rule.limit());
    return refusals.of(policy, count(), counter.end() - now);
  }

  /** Whether the window was begun under a longer period: Redis is to shorten it. */
  private boolean isTooLong(WindowSettings rule, long now) {
    return counter.end() - now > rule.periodSeconds() * 1_000_000L + NEAR_MICROS;
  }

  /**
   * Takes note of Redis's answer. Answers may come back in another order than Redis gave them: one
   * to a question that was asked after the last answer was noted is newer for certain, whatever it
   * says; of the others the later window and the higher count are.
   */
  @Override
  public boolean learn(
      LimitPolicy policy, CounterReply reply, long asked, long now, Outages outages) {
    counter.rule(policy);
    return learn(reply, asked, now, outages);
  }

  /** As {@link #learn(LimitPolicy, CounterReply, long, long, Outages)}, under the same policy. */
  public boolean learn(CounterReply reply, long asked, long now, Outages outages) {
    boolean newer = asked >= learned;
    if (reply.ends() < 0 || (reply.ends() < window && !newer)) {
      return false;
    }
    learned = now;
    if (newer) {
      learnedNewer();
    }
    boolean settled = isSettled(outages);
    boolean news = reply.ends() != window;
    boolean lost =
        newer
            && settled
            && reply.count() < known
            && news
            && asked < counter.end() - SURELY_EARLY_MICROS;
    if (news) {
      // An earlier end is the same window, shortened; a later one is another.
      if (settled && (reply.ends() > window || reply.count() < known)) {
        forget();
      }
      window = reply.ends();
    }
    known = newer && settled ? reply.count() : Math.max(known, reply.count());
    // Every answer places the end a little before its time; one that is near enough stays.
    long end = asked + reply.left(counter.period());
    if (news || Math.abs(end - counter.end()) > NEAR_MICROS) {
      counter.startWindow(end);
    }
    counter.set(count(), counter.limit());
    return lost;
  }

  /** Takes the refusals that Redis does not have yet, to be added to {@link #window} only. */
  public long take() {
    unlist();
    sending = Math.max(0, delta);
    delta -= sending;
    return sending;
  }

  /**
   * The taken refusals are in Redis, or the window that they belong to is gone.
   *
   * @return whether Redis has lost counts of a window that still runs
   */
  public boolean taken(
      long windowAsked, CounterReply reply, long asked, long now, Outages outages) {
    sending = 0;
    boolean lost = false;
    if (reply.ends() != windowAsked && window == windowAsked) {
      lost = isSettled(outages) && asked < counter.end() - SURELY_EARLY_MICROS;
      forget();
      counter.startWindow(asked);
      window = 0;
    }
    return learn(reply, asked, now, outages) || lost;
  }

  /** Nobody answered whether the taken refusals are in Redis. */
  public void notTaken(boolean maybeDone) {
    if (maybeDone) {
      maybe += sending;
    } else {
      delta += sending;
    }
    sending = 0;
    owe();
  }

  public long window() {
    return window;
  }

  @Override
  public Decision decide(
      Request request, int began, boolean maybeCounted, long now, Outages outages, Share share) {
    LimitPolicy policy = request.policy();
    int weight = request.weight();
    WindowSettings rule = policy.windows().get(0);
    long asked = inFlight().end(began, weight) ? 0 : weight;
    if (now >= counter.end()) {
      asked = weight;
      forget();
      window = 0;
      counter.startWindow(now + rule.periodSeconds() * 1_000_000L);
    }
    if (isTooLong(rule, now)) {
      // By this node's estimate: Redis has not named the end of the shortened window.
      window = 0;
      counter.startWindow(now + rule.periodSeconds() * 1_000_000L);
    }
    counter.rule(policy);
    long mine = share.of(rule.limit() - known);
    boolean passes = alone() + asked <= mine || policy.onRedisFailure() == OnRedisFailure.OPEN;
    if (maybeCounted) {
      maybe += asked;
    } else {
      delta += asked;
    }
    owe();
    long remaining = Math.max(0, mine - alone());
    counter.set(rule.limit() - remaining, rule.limit());
    Decision decision =
        Answers.fixed(policy, rule.limit() - remaining, counter.end() - now, passes, Source.LOCAL);
    return request.mode() == Mode.RECORD ? decision.passing() : decision;
  }

  @Override
  public void refundAlone(LimitPolicy policy, int weight, long now, Outages outages, Share share) {
    if (now < counter.end()) {
      delta -= Math.min(weight, Math.max(0, count()));
      counter.set(Math.max(0, count()), counter.limit());
      owe();
    }
  }

  @Override
  void lower(LimitPolicy policy, int weight, long now) {
    counter.rule(policy);
    if (now < counter.end()) {
      known = Math.max(0, known - weight);
      counter.set(count(), counter.limit());
    }
  }

  @Override
  public List<Replay> owed(long now, Outages outages, LongSupplier batches, long redisMinusLocal) {
    if (now >= counter.end()) {
      forget();
      settle(outages);
    } else if (isBehind(outages)) {
      // Without an outage those on their way still arrive, and are not for this node to replay.
      long unsure = maybe + (sawOutage(outages) ? inFlight().absorb() : 0);
      boolean lost = sawLoss(outages);
      known += unsure;
      maybe = 0;
      settle(outages);
      if (delta != 0 || unsure > 0 || (lost && known > 0)) {
        long ends = window > 0 ? window : (counter.end() + redisMinusLocal) / 1_000;
        add(Replay.ofWindow(batches.getAsLong(), known, delta, ends, counter.period()));
        known += delta;
        delta = 0;
      }
    }
    return replays();
  }

  @Override
  public void replayed(long batch, CounterReply reply, long asked) {
    super.replayed(batch, reply, asked);
    if (reply.ends() < 0) {
      forget();
      counter.startWindow(asked);
      return;
    }
    known = Math.max(reply.count(), replays().isEmpty() && reply.ends() != window ? 0 : known);
    window = reply.ends();
    counter.startWindow(asked + reply.left(counter.period()));
    counter.set(count(), counter.limit());
  }

  /** What counts here, and in Redis perhaps. */
  private long alone() {
    return delta + sending + maybe + inFlight().weight();
  }

  private long count() {
    return known + maybe + sending + delta;
  }

  private void forget() {
    known = 0;
    maybe = 0;
    delta = 0;
    forgetReplays();
    counter.set(0, counter.limit());
  }
}
