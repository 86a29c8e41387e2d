package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.redis.wire.PlainCommand;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.ServerInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why Redis has lost counts of windows that still ran. An operator may have reset them;
 * but a Redis whose memory is full and whose {@code maxmemory-policy} lets it drop our keys does so
 * again and again, and lets more requests pass than the limits say.
 */
final class EvictionWatch {
  private static final Logger LOG = System.getLogger(EvictionWatch.class.getName());

  private final RedisSession session;
  private final RefusalFlush losses;
  private long seen;
  private volatile @Nullable String warning;

  EvictionWatch(RedisSession session, RefusalFlush losses) {
    this.session = session;
    this.losses = losses;
  }

  /** What is wrong with Redis's memory, and what to do about it; null if nothing is known. */
  @Nullable String warning() {
    return warning;
  }

  /** Looks if counts were lost since it looked last; called often. */
  void run() {
    long now = losses.losses();
    if (now == seen) {
      return;
    }
    seen = now;
    for (String tag : session.shards().tags()) {
      try {
        PlainCommand info = PlainCommand.at(KeyNames.bytes(tag), "INFO", "memory", "stats");
        look(
            ServerInfo.parse(
                PlainCommand.text(
                    session.router().ask(info, session.router().deadline()).reply())));
      } catch (RedisFailure e) {
        LOG.log(Level.DEBUG, "Redis does not tell of its memory: {0}", e.getMessage());
      }
    }
  }

  private void look(ServerInfo info) {
    String policy = info.get("maxmemory_policy");
    String evicted = info.get("evicted_keys");
    if (policy.isEmpty()
        || policy.equals("noeviction")
        || evicted.isEmpty()
        || evicted.equals("0")) {
      return;
    }
    if (warning == null) {
      LOG.log(
          Level.WARNING,
          "Redis drops counters that still count: its maxmemory-policy is {0}, it should be"
              + " noeviction",
          policy);
    }
    warning =
        "Redis drops counters that still count (maxmemory-policy "
            + policy
            + ", "
            + evicted
            + " keys evicted): it should be noeviction";
  }
}
