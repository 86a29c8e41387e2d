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

  /** What becomes of a count. */
  enum Mode {
    /** It counts if it passes; a single fixed window counts it in any case. */
    CONSUME,
    /** Nothing is counted. */
    CHECK,
    /**
     * It counts and is never refused: it has happened already. Where refused requests charge
     * nothing it fills what is left and leaves no debt beyond that.
     */
    RECORD,
    /** Takes back what was counted, as far as it is in the present window. */
    REFUND
  }

  /**
   * One of several that are decided together.
   *
   * @param weight how many requests it counts for, at least 1; 0 to check
   */
  record Request(LimitKey key, LimitPolicy policy, int weight, Mode mode) {
    public Request {
      if (mode == Mode.CHECK ? weight != 0 : weight < 1) {
        throw new IllegalArgumentException(mode + " does not go with a weight of " + weight);
      }
    }

    /** Creates a request that consumes, or checks if it weighs nothing. */
    public Request(LimitKey key, LimitPolicy policy, int weight) {
      this(key, policy, weight, weight == 0 ? Mode.CHECK : Mode.CONSUME);
    }
  }

  /**
   * Decides several requests, each by itself, in as few waits as one; those of one key in their
   * order.
   *
   * @return the decisions, in the order of the requests
   */
  List<Decision> decideAll(List<Request> requests);

  /** Tells where a key stands, as for a request of weight 1, and counts nothing. */
  Decision peek(LimitKey key, LimitPolicy policy);

  /** Forgets what was counted for a key under any algorithm. */
  void reset(LimitKey key);
}
