package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import org.jspecify.annotations.Nullable;

/** What this node knows of Redis's numbers of some kind, and the way between the two. */
interface Shared {
  /** Refuses a request that Redis would refuse, if that is known; null if Redis must be asked. */
  @Nullable Decision refuse(LimitKey key, LimitPolicy policy, int weight);

  /**
   * Has Redis decide.
   *
   * @param weight 0 only looks
   * @throws RedisFailure if there is no answer
   */
  Decision ask(LimitKey key, LimitPolicy policy, int weight) throws RedisFailure;

  /**
   * Decides without Redis.
   *
   * @param maybeCounted whether Redis may have counted the request already
   */
  Decision decideAlone(LimitKey key, LimitPolicy policy, int weight, boolean maybeCounted);

  /** Sends what refusals without Redis owe it, and looks whether they still hold; called often. */
  void flush();

  /** After an outage: brings everything to Redis that only this node knows. */
  void sweep();

  /** What was brought for a key is noted beside it: the braces put both into one slot. */
  static String marker(String key) {
    return "tradeguard:brought:{" + key + "}";
  }
}
