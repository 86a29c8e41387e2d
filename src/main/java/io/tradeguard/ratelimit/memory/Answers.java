package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.WindowState;
import io.tradeguard.settings.WindowSettings;
import java.util.ArrayList;
import java.util.List;

/** Puts numbers into the words of a decision. */
public final class Answers {
  private static final long SECOND = 1_000_000;

  private Answers() {}

  /**
   * Answers from what Redis said.
   *
   * @param weight that of the request; 0 if it only looked
   */
  public static Decision ofRedis(LimitPolicy policy, int weight, CounterReply reply) {
    if (!policy.isSingleFixedWindow()) {
      return windows(
          policy,
          reply.numbers(),
          Math.max(1, weight),
          reply.passed(),
          0,
          Share.WHOLE,
          Source.REDIS);
    }
    WindowSettings window = policy.windows().get(0);
    long counted = weight == 0 ? reply.count() + 1 : reply.count();
    return fixed(
        policy,
        reply.count(),
        reply.left(window.periodSeconds()),
        counted <= window.limit(),
        Source.REDIS);
  }

  /**
   * Answers from a single fixed window.
   *
   * @param count with this request in it
   * @param left microseconds to the window's end
   */
  public static Decision fixed(
      LimitPolicy policy, long count, long left, boolean passes, Source source) {
    WindowSettings window = policy.windows().get(0);
    int period = window.periodSeconds();
    int seconds = seconds(left, period);
    int remaining = (int) Math.max(0, window.limit() - count);
    return new Decision(
        outcome(policy, passes),
        List.of(new WindowState(window.limit(), period, remaining, seconds, !passes)),
        passes ? 0 : seconds,
        source);
  }

  /**
   * Answers from the numbers of {@link Arithmetic} after the decision, brought to now.
   *
   * @param passed whether the request was charged
   * @param weight that of the request
   * @param share this node's, by which it was decided
   */
  public static Decision windows(
      LimitPolicy policy,
      double[] s,
      double weight,
      boolean passed,
      double now,
      Share share,
      Source source) {
    Arithmetic arithmetic = Arithmetic.of(policy.algorithm());
    List<WindowState> states = new ArrayList<>(policy.windows().size());
    int retryAfter = 0;
    for (int i = 0; i < policy.windows().size(); i++) {
      WindowSettings window = policy.windows().get(i);
      double period = (double) window.periodSeconds() * SECOND;
      double limit = (double) share.of(window.limit());
      int o = i * Arithmetic.WIDTH;
      double wait = passed ? 0 : arithmetic.wait(s, o, limit, period, weight, now);
      double used = arithmetic.used(s, o, limit, period, now);
      int remaining = (int) Math.max(0, limit - used);
      // Where nothing remains, the next request's time is what matters.
      double reset =
          remaining > 0
              ? arithmetic.reset(s, o, limit, period, now)
              : arithmetic.wait(s, o, limit, period, 1, now);
      int seconds = (int) Math.max(1, Math.ceil(Math.min(reset, period) / SECOND));
      states.add(
          new WindowState(window.limit(), window.periodSeconds(), remaining, seconds, wait > 0));
      if (wait > 0) {
        retryAfter = Math.max(retryAfter, (int) Math.max(1, Math.ceil(wait / SECOND)));
      }
    }
    return new Decision(outcome(policy, passed), states, retryAfter, source);
  }

  /** Rounds microseconds up to seconds, 1 to the period. */
  public static int seconds(long micros, int period) {
    return (int) Math.min(period, Math.max(1, (micros + SECOND - 1) / SECOND));
  }

  private static Outcome outcome(LimitPolicy policy, boolean passes) {
    if (passes) {
      return Outcome.ALLOWED;
    }
    return policy.shadow() ? Outcome.SHADOWED : Outcome.REFUSED;
  }
}
