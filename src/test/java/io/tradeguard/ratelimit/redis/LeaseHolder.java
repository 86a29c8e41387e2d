package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.lease.LeaseBackend.Terms;
import io.tradeguard.settings.OnRedisFailure;

/** A node in a process of its own that takes all places and renews them until it is killed. */
public final class LeaseHolder {
  static final String HOLDS = "holds all";
  static final LimitKey KEY = LimitKey.user(123, "backtest");
  static final Terms TERMS = new Terms(2, 3, OnRedisFailure.LOCAL);

  private LeaseHolder() {}

  /**
   * Takes them.
   *
   * @param arguments the URL of Redis
   */
  @SuppressWarnings("InfiniteLoop") // Until it is killed.
  public static void main(String[] arguments) {
    RedisRateLimiter limiter = Limiters.on(arguments[0]);
    Lease one = Lease.of(KEY);
    Lease two = Lease.of(KEY);
    boolean all =
        limiter.leases().take(one, TERMS).held() && limiter.leases().take(two, TERMS).held();
    if (all) {
      System.out.println(HOLDS);
    }
    while (all) {
      all = limiter.leases().renew(one, TERMS).held() && limiter.leases().renew(two, TERMS).held();
    }
  }
}
