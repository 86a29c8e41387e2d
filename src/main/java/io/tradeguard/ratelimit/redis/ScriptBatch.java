package io.tradeguard.ratelimit.redis;

import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Questions that one run of a script answers. */
interface ScriptBatch {
  List<? extends Ask> asks();

  Script script();

  /** Adds everything that comes after the script's name. */
  void addArguments(CommandArguments arguments);

  /** Takes the script's answer apart. */
  void answer(Object reply);

  /**
   * Returns the command.
   *
   * @param full whether to send the script's text rather than its digest
   */
  default CommandArguments command(boolean full) {
    CommandArguments arguments =
        full
            ? new CommandArguments(Command.EVAL).add(script().text())
            : new CommandArguments(Command.EVALSHA).add(script().digest());
    addArguments(arguments);
    return arguments;
  }
}
