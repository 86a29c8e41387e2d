package io.tradeguard.ratelimit.redis;

import java.util.List;

/** A way to Redis that one thread uses at a time. */
interface Link extends AutoCloseable {
  /**
   * Asks all questions in one exchange, and ends each that Redis has done with its answer. The
   * others have not ended; those of which it is known why say so when they fail.
   *
   * @param asks all taken
   * @param deadline when to give up, in the time of {@link System#nanoTime}
   * @throws RedisFailure if Redis is not to be asked any more; it is also why those questions fail
   *     that know no reason of their own
   */
  void exchange(List<Ask> asks, long deadline) throws RedisFailure;

  /** Cuts the connection; a thread that waits on it gets its failure at once. */
  @Override
  void close();
}
