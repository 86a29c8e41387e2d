package io.tradeguard.monitoring;

import java.util.Map;

/** The limiter of this node, as jconsole and the servers' consoles show it. */
public interface RateLimiterMXBean {
  /** Who decides: {@code redis} or {@code local}. */
  String getSource();

  boolean isRedisConfigured();

  /** 1 while Redis decides, else 0. */
  int getRedisUp();

  /** The smoothed time of one exchange, in milliseconds; 0 before the first. */
  double getRedisLatencyMillis();

  /** How often Redis was lost since the start. */
  long getFailovers();

  int getNodesAlive();

  long getAllowed();

  long getRefused();

  /** Requests over the limit of a category in shadow mode. */
  long getShadowed();

  /** Requests refused because Redis could not be asked. */
  long getUnavailable();

  Map<String, Long> getAllowedByCategory();

  Map<String, Long> getRefusedByCategory();

  int getMemoryKeys();

  int getMemoryCapacity();

  long getMemoryEvictions();

  long getMemoryOverflows();

  /** Computations of password hashes since the start. */
  long getPasswordHashes();

  /**
   * Forgets what was counted for a key, such as {@code rate_limit:user:123:backtest}.
   *
   * @return false if this is no key's name
   */
  boolean resetKey(String key);
}
