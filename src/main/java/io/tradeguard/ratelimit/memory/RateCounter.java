package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import org.jspecify.annotations.Nullable;

/** The numbers of one or several windows, all of which a request passes or none is charged. */
public final class RateCounter extends Counter {
  private static final int WIDTH = Arithmetic.WIDTH;

  private LimitPolicy policy;
  private double[] state;
  private long end;

  /** The part of the limits that this node decides by. */
  private Share share = Share.WHOLE;

  private @Nullable RateRecord record;

  RateCounter(LimitKey key, LimitPolicy policy) {
    super(key);
    this.policy = policy;
    this.state = new double[policy.windows().size() * WIDTH];
  }

  @Override
  public RateRecord record(Outages outages) {
    if (record == null) {
      record = new RateRecord(this, outages);
    }
    return record;
  }

  @Override
  Decision decide(LimitPolicy asked, int weight, long now, Source source) {
    follow(asked);
    advance(now);
    double probe = Math.max(1, weight);
    boolean passes = waits(probe, now) == 0;
    if (passes && weight > 0) {
      charge(state, weight);
    }
    return Answers.windows(policy, state, probe, passes, (double) now, share, source);
  }

  @Override
  Decision record(LimitPolicy asked, int weight, long now, Source source) {
    Decision decision = decide(asked, weight, now, source);
    if (decision.outcome() == Outcome.ALLOWED) {
      return decision;
    }
    fill(state, weight);
    return Answers.windows(policy, state, 1, true, (double) now, share, source);
  }

  @Override
  void refund(LimitPolicy asked, int weight, long now) {
    follow(asked);
    advance(now);
    charge(state, -weight);
  }

  /** Charges what did not pass, as far as the whole limit has room for it. */
  private void fill(double[] numbers, double weight) {
    for (int i = 0; i < policy.windows().size(); i++) {
      int o = i * WIDTH;
      double[] full = new double[WIDTH];
      arithmetic().charge(full, 0, period(i), policy.windows().get(i).limit());
      double before = numbers[o];
      arithmetic().charge(numbers, o, period(i), weight);
      numbers[o] = Math.max(before, Math.min(full[0], numbers[o]));
    }
  }

  /** Refuses a request if it would not pass, else answers null; charges nothing. */
  @Nullable Decision refusal(LimitPolicy asked, int weight, long now) {
    follow(asked);
    advance(now);
    return waits(weight, now) == 0
        ? null
        : Answers.windows(policy, state, weight, false, (double) now, share, Source.REDIS);
  }

  /** Takes over a changed policy; what was counted goes on counting. */
  void follow(LimitPolicy asked) {
    if (asked.equals(policy)) {
      return;
    }
    state = PolicyChange.moved(policy, asked, state);
    policy = asked;
  }

  void take(LimitPolicy asked, double[] numbers) {
    policy = asked;
    state = numbers;
  }

  double[] state() {
    return state;
  }

  LimitPolicy policy() {
    return policy;
  }

  void advance(long now) {
    state = advanced(state, now);
  }

  /** Brings numbers of this counter's windows to now, in a copy unless they are its own. */
  double[] advanced(double[] numbers, long at) {
    double now = (double) at;
    double[] result = numbers == state ? state : numbers.clone();
    for (int i = 0; i < policy.windows().size(); i++) {
      arithmetic().advance(result, i * WIDTH, limit(i), period(i), now);
    }
    return result;
  }

  void charge(double[] numbers, double weight) {
    for (int i = 0; i < policy.windows().size(); i++) {
      arithmetic().charge(numbers, i * WIDTH, period(i), weight);
      numbers[i * WIDTH] = Math.max(0, numbers[i * WIDTH]);
    }
  }

  /** Leaves of what remains only a share: the numbers become those of a limit that is the share. */
  void divide(Share part, long at) {
    double now = (double) at;
    for (int i = 0; part.nodes() > 1 && i < policy.windows().size(); i++) {
      int o = i * WIDTH;
      long limit = policy.windows().get(i).limit();
      long used = (long) arithmetic().used(state, o, limit(i), period(i), now);
      double mine = (double) (part.of(limit) - part.of(limit - used));
      state[o] = 0;
      state[o + 2] = 0;
      arithmetic().charge(state, o, period(i), mine);
    }
    share = part;
  }

  /** Decides by the whole limits again. */
  void whole() {
    share = Share.WHOLE;
  }

  /**
   * Returns what was charged, less what was taken back, since some numbers, which were brought to
   * now too.
   */
  double[] since(double[] before) {
    double[] delta = state.clone();
    for (int o = 0; o < delta.length; o += WIDTH) {
      delta[o] = state[o] - before[o];
      delta[o + 2] = state[o + 2] - before[o + 2];
    }
    return delta;
  }

  /** Makes the numbers the sum of two. */
  void merge(double[] base, double[] delta) {
    state = base.clone();
    for (int o = 0; o < state.length; o += WIDTH) {
      if (base[o] == 0 && base[o + 2] == 0) {
        state[o + 1] = delta[o + 1];
      }
      state[o] = Math.max(0, state[o] + delta[o]);
      state[o + 2] = Math.max(0, state[o + 2] + delta[o + 2]);
    }
  }

  private double waits(double weight, long at) {
    double now = (double) at;
    double longest = 0;
    for (int i = 0; i < policy.windows().size(); i++) {
      longest =
          Math.max(longest, arithmetic().wait(state, i * WIDTH, limit(i), period(i), weight, now));
    }
    return longest;
  }

  private Arithmetic arithmetic() {
    return Arithmetic.of(policy.algorithm());
  }

  private double limit(int window) {
    return (double) share.of(policy.windows().get(window).limit());
  }

  private double period(int window) {
    return policy.windows().get(window).periodSeconds() * 1e6;
  }

  @Override
  boolean holds(LimitPolicy asked) {
    return !asked.isSingleFixedWindow() && asked.algorithm() == policy.algorithm();
  }

  @Override
  long end() {
    return end;
  }

  @Override
  boolean blocked(long at) {
    double now = (double) at;
    advance(at);
    double latest = 0;
    for (int i = 0; i < policy.windows().size(); i++) {
      int o = i * WIDTH;
      if (arithmetic().used(state, o, limit(i), period(i), now) > 0) {
        latest = Math.max(latest, arithmetic().reset(state, o, limit(i), period(i), now));
      }
    }
    end = at + (long) Math.ceil(latest);
    return waits(1, at) > 0;
  }

  @Override
  long count(long at) {
    advance(at);
    return (long) arithmetic().used(state, 0, limit(0), period(0), (double) at);
  }

  @Override
  public @Nullable OutageRecord existingRecord() {
    return record;
  }

  @Override
  public boolean chargesRefusals() {
    return false;
  }

  @Override
  boolean pinned() {
    return record != null && record.inFlight().weight() > 0;
  }

  @Override
  public String name() {
    return key.text(policy);
  }
}
