package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.redis.wire.Combiner;
import io.tradeguard.ratelimit.redis.wire.Command;
import io.tradeguard.ratelimit.redis.wire.Count;
import io.tradeguard.ratelimit.redis.wire.PlainCommand;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.RespConnection;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import io.tradeguard.settings.Algorithm;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.WindowSettings;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Finds out whether a server can count, and whether it still has what it had: before anybody's
 * request depends on it.
 *
 * @param node this node's id
 * @param micros this node's clock, in microseconds
 */
record Probe(Combiner combiner, KeyNames names, String node, LongSupplier micros) {
  private static final String WITNESS_SECONDS = "3600";
  private static final LimitPolicy POLICY =
      new LimitPolicy(
          Algorithm.GCRA, List.of(new WindowSettings(1_000, 1)), false, OnRedisFailure.LOCAL);

  /**
   * Has Redis count in a key of the counters' form, each way that counters are kept.
   *
   * @param tag decides in a cluster which server holds the key
   * @return Redis's clock less this node's, in microseconds
   * @throws RedisFailure in Redis's own words, if it does not count
   */
  long prove(RespConnection connection, String tag) throws RedisFailure {
    String probe = names.probe(tag);
    Count count = new Count(KeyNames.bytes(probe), 1, 1);
    ScriptCommand decide = WindowsScript.decide(probe + ":gcra", POLICY, 1);
    long before = micros.getAsLong();
    sendAll(
        connection,
        List.of(
            count, decide, PlainCommand.of("DEL", probe), PlainCommand.of("DEL", probe + ":gcra")));
    return count.redisNow() - before;
  }

  /** Whether Redis still has what this node wrote there when it came the last time. */
  boolean witnessed(RespConnection connection, String tag) throws RedisFailure {
    PlainCommand witness =
        PlainCommand.of("SET", names.witness(tag, node), "1", "GET", "EX", WITNESS_SECONDS);
    sendAll(connection, List.of(witness));
    return witness.reply() != null;
  }

  private void sendAll(RespConnection connection, List<? extends Command> commands)
      throws RedisFailure {
    combiner.sendAll(connection, commands);
    for (Command command : commands) {
      command.check();
    }
  }
}
