package io.tradeguard.ratelimit;

import java.util.List;

/** A limiter that can be looked into: what {@link DistributedRateLimiter} stands on. */
public interface LimiterBackend extends RateLimiter, AutoCloseable {

  LimiterStatus status();

  /**
   * Lists counters, those with the highest counts first.
   *
   * @param category only its counters; all if empty
   * @param size the most to list
   */
  List<HotKey> hottest(String category, int size);

  /** Ends threads and connections; counts that only this node knows are sent first if possible. */
  @Override
  void close();
}
