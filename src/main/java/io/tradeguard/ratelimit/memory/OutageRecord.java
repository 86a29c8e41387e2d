package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.RateLimiter.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How this node's view of a counter stands to Redis's: what Redis is known to have (the base), what
 * only this node has counted (the delta), and what is on its way. Guarded as its counter is.
 *
 * <p>What Redis may lack is replayed, again and again until one replay is answered.
 */
public abstract sealed class OutageRecord permits FixedWindowRecord, RateRecord {
  private final InFlight inFlight = new InFlight();

  /** The outage up to which nothing needs to be replayed. */
  private int settled;

  /** Whether something was counted alone that Redis must have before it decides again. */
  private boolean owing;

  private List<Replay> replays = List.of();
  private boolean listed;
  private boolean doubtful;

  OutageRecord(Outages outages) {
    settled = outages.last();
  }

  /** Refuses a request that Redis would refuse too; null if Redis must decide. */
  public abstract @Nullable Decision refuse(
      LimitPolicy policy, int weight, long now, Outages outages);

  /**
   * Takes note of Redis's answer to what was asked at {@code asked}.
   *
   * @return whether Redis has lost counts of a window that still runs
   */
  public abstract boolean learn(
      LimitPolicy policy, CounterReply reply, long asked, long now, Outages outages);

  /**
   * Decides a request without Redis: from what is left by its last known numbers, this node's
   * share.
   *
   * @param request what consumes or records
   * @param began the number with which it was sent, or {@link InFlight#NONE}
   * @param maybeCounted whether Redis may have counted it already
   */
  public abstract Decision decide(
      Request request, int began, boolean maybeCounted, long now, Outages outages, Share share);

  /**
   * Takes back, without Redis, what this node knows to be counted in the present window; Redis is
   * told with what this node counts alone.
   */
  public abstract void refundAlone(
      LimitPolicy policy, int weight, long now, Outages outages, Share share);

  /**
   * Makes Redis take back what was counted, once, however often it is told.
   *
   * @param batch this node's next
   * @param latest Redis's time in microseconds since 1970: a window that began later is left alone
   * @return all that must be replayed, this the last
   */
  public final List<Replay> refund(
      LimitPolicy policy, int weight, long now, long batch, long latest) {
    doubtful = true;
    lower(policy, weight, now);
    add(Replay.ofRefund(batch, weight, latest, policy));
    return replays;
  }

  /** Lowers this node's own numbers as a refund will lower Redis's. */
  abstract void lower(LimitPolicy policy, int weight, long now);

  /**
   * Whether a refund may have made Redis's numbers lower than those that this node learned since:
   * nothing is refused by them until Redis has been asked again.
   */
  final boolean isDoubtful() {
    return doubtful;
  }

  /** An answer has come that is newer than all before it. */
  final void learnedNewer() {
    doubtful &= !replays.isEmpty();
  }

  /**
   * Tells what must be replayed to Redis before it can decide.
   *
   * @param batches numbers a new batch
   * @param redisMinusLocal Redis's clock less this node's, in microseconds
   */
  public abstract List<Replay> owed(
      long now, Outages outages, LongSupplier batches, long redisMinusLocal);

  /**
   * Redis has answered the replays up to a batch.
   *
   * @param reply its numbers with them
   */
  public void replayed(long batch, CounterReply reply, long asked) {
    replays = replays.stream().filter(replay -> replay.batch() > batch).toList();
  }

  /** Sends a request to Redis; returns the number to come back with. */
  public final int begin(int weight) {
    return inFlight.begin(weight);
  }

  /**
   * A request is back from Redis.
   *
   * @param passed whether Redis has charged it
   */
  public void end(int began, int weight, boolean passed) {
    inFlight.end(began, weight);
  }

  /** Puts it on the list of those that refuse without Redis; false if it is there already. */
  public final boolean list() {
    boolean news = !listed;
    listed = true;
    return news;
  }

  final void unlist() {
    listed = false;
  }

  /** Whether Redis lacks something that only this node has. */
  public final boolean isBehind(Outages outages) {
    return owing || settled < outages.last();
  }

  /** Whether Redis has all that this node knows of. */
  public final boolean isSettled(Outages outages) {
    return !isBehind(outages) && replays.isEmpty();
  }

  /** Whether there was an outage that this record has not settled yet. */
  final boolean sawOutage(Outages outages) {
    return settled < outages.last();
  }

  /** Whether Redis has lost since what it was known to have. */
  final boolean sawLoss(Outages outages) {
    return settled < outages.lastLoss();
  }

  final void settle(Outages outages) {
    settled = outages.last();
    owing = false;
  }

  final void owe() {
    owing = true;
  }

  final InFlight inFlight() {
    return inFlight;
  }

  final List<Replay> replays() {
    return replays;
  }

  final void add(Replay replay) {
    List<Replay> more = new ArrayList<>(replays);
    more.add(replay);
    replays = List.copyOf(more);
  }

  final void forgetReplays() {
    replays = List.of();
    owing = false;
  }
}
