package io.tradeguard.ratelimit.redis;

import java.util.List;

/** A way to Redis that one thread uses at a time. */
interface Link extends AutoCloseable {
  /**
   * Asks all questions in one exchange, and ends each with its answer.
   *
   * @param asks all taken
   * @throws RedisFailure why the questions that have not ended get no answer; the link is done for
   */
  void exchange(List<Ask> asks) throws RedisFailure;

  /** Cuts the connection; a thread that waits on it gets its failure at once. */
  @Override
  void close();
}
