package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import org.jspecify.annotations.Nullable;

/** The refusal of a single fixed window: within a second all are the same. */
final class RepeatedRefusal {
  private @Nullable Decision last;
  private @Nullable LimitPolicy lastPolicy;

  /**
   * Returns the refusal.
   *
   * @param left microseconds to the window's end
   */
  Decision of(LimitPolicy policy, long count, long left) {
    int seconds = Answers.seconds(left, policy.windows().get(0).periodSeconds());
    Decision same = last;
    if (same == null || !policy.equals(lastPolicy) || same.retryAfterSeconds() != seconds) {
      same = Answers.fixed(policy, count, left, false, Source.REDIS);
      last = same;
      lastPolicy = policy;
    }
    return same;
  }
}
