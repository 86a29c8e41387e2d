package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.settings.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import redis.clients.jedis.Protocol.Command;

/**
 * Counters to delete in Redis once it can be asked. They are deleted before Redis decides again, so
 * that what is counted after a reset is not deleted with what was counted before.
 */
final class Resets {
  private static final int MOST = 10_000;

  private final Set<LimitKey> pending = ConcurrentHashMap.newKeySet();

  /** Asks questions, each of which has ended when this returns. */
  @FunctionalInterface
  interface Way {
    void askAll(List<CommandAsk> asks) throws RedisFailure;
  }

  /** Takes note that a key is to be reset; beyond {@link #MOST} it is dropped. */
  void add(LimitKey key) {
    if (pending.size() < MOST) {
      pending.add(key);
    }
  }

  /**
   * Deletes what is to be deleted; what failed stays.
   *
   * @throws RedisFailure if a counter could not be deleted
   */
  void bring(Way way) throws RedisFailure {
    for (LimitKey key : List.copyOf(pending)) {
      pending.remove(key);
      try {
        delete(key, way);
      } catch (RedisFailure failure) {
        add(key);
        throw failure;
      }
    }
  }

  /**
   * Deletes every counter of a key, and the lists of what was brought to them.
   *
   * @throws RedisFailure if a counter could not be deleted
   */
  static void delete(LimitKey key, Way way) throws RedisFailure {
    List<String> names = new ArrayList<>(List.of(key.text()));
    for (Algorithm algorithm : Algorithm.values()) {
      names.add(key.text(algorithm));
    }
    List<CommandAsk> asks = new ArrayList<>();
    for (String name : names) {
      asks.add(CommandAsk.command(Command.DEL, name));
      asks.add(CommandAsk.command(Command.DEL, Shared.marker(name)));
    }
    way.askAll(asks);
    for (CommandAsk ask : asks) {
      ask.check();
    }
  }
}
