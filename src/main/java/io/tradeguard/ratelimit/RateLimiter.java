package io.tradeguard.ratelimit;

/** Decides requests, each atomically; Redis and memory keep the same contract. */
public interface RateLimiter {

  /**
   * Counts a request and decides it.
   *
   * @param weight how many requests it counts for, at least 1
   */
  Decision decide(LimitKey key, LimitPolicy policy, int weight);

  /** Tells where a key stands, as for a request of weight 1, and counts nothing. */
  Decision peek(LimitKey key, LimitPolicy policy);

  /** Forgets what was counted for a key under any algorithm. */
  void reset(LimitKey key);
}
