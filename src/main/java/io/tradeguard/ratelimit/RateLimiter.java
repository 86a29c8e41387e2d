package io.tradeguard.ratelimit;

import java.util.List;

/** Decides requests, each atomically; Redis and memory keep the same contract. */
public interface RateLimiter {

  /**
   * Counts a request and decides it.
   *
   * @param weight how many requests it counts for, at least 1
   */
  Decision decide(LimitKey key, LimitPolicy policy, int weight);

  /**
   * One of several that are decided together.
   *
   * @param weight how many requests it counts for; 0 only looks, as {@link #peek} does
   */
  record Request(LimitKey key, LimitPolicy policy, int weight) {
    public Request {
      if (weight < 0) {
        throw new IllegalArgumentException("A request weighs at least 0, not " + weight);
      }
    }
  }

  /**
   * Decides several requests, each by itself, in as few waits as one; those of one key in their
   * order.
   *
   * @return the decisions, in the order of the requests
   */
  default List<Decision> decideAll(List<Request> requests) {
    return requests.stream()
        .map(
            request ->
                request.weight() == 0
                    ? peek(request.key(), request.policy())
                    : decide(request.key(), request.policy(), request.weight()))
        .toList();
  }

  /** Tells where a key stands, as for a request of weight 1, and counts nothing. */
  Decision peek(LimitKey key, LimitPolicy policy);

  /** Forgets what was counted for a key under any algorithm. */
  void reset(LimitKey key);
}
