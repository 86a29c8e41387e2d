package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.redis.wire.PlainCommand;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.settings.Algorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Counters to delete in Redis once it can be asked. They are deleted before Redis decides again, so
 * that what is counted after a reset is not deleted with what was counted before.
 */
final class PendingResets {
  private static final int MOST = 10_000;

  private final KeyNames names;
  private final Set<LimitKey> pending = ConcurrentHashMap.newKeySet();

  PendingResets(KeyNames names) {
    this.names = names;
  }

  /** Sends commands, each of which has ended when this returns. */
  @FunctionalInterface
  interface Way {
    void send(List<PlainCommand> commands) throws RedisFailure;
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
   * @param there whether the server that holds a name can be asked
   * @throws RedisFailure if a counter could not be deleted
   */
  void bring(Predicate<String> there, Way way) throws RedisFailure {
    for (LimitKey key : List.copyOf(pending)) {
      if (names(key).stream().allMatch(there)) {
        pending.remove(key);
        try {
          delete(key, way);
        } catch (RedisFailure failure) {
          add(key);
          throw failure;
        }
      }
    }
  }

  /**
   * Deletes every counter of a key, and the lists of what was replayed to them.
   *
   * @throws RedisFailure if a counter could not be deleted
   */
  void delete(LimitKey key, Way way) throws RedisFailure {
    List<PlainCommand> commands = new ArrayList<>();
    for (String name : names(key)) {
      commands.add(PlainCommand.of("DEL", name));
      commands.add(PlainCommand.of("DEL", names.replayed(name)));
    }
    way.send(commands);
    for (PlainCommand command : commands) {
      command.check();
    }
  }

  private List<String> names(LimitKey key) {
    List<String> all = new ArrayList<>(List.of(names.prefix() + key.text()));
    for (Algorithm algorithm : Algorithm.values()) {
      all.add(names.prefix() + key.text(algorithm));
    }
    return all;
  }
}
