package io.tradeguard.ratelimit.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Some questions as commands for one server: what goes first, then the rest in one run of each
 * script. It is sent, read and finished, in this order; several may be sent on one connection
 * before the first is read, and all must be read before the first is finished.
 */
final class Exchange {
  private final List<Ask> asks;
  private final boolean asking;
  private final List<CommandAsk> commands = new ArrayList<>(0);
  private final CountBatch counts = new CountBatch();
  private final WindowsBatch windows = new WindowsBatch();
  private final List<ScriptBatch> batches = new ArrayList<>(2);
  private List<Object> replies = List.of();

  Exchange(List<Ask> asks) {
    this(asks, false);
  }

  /**
   * Creates an exchange that was not sent yet.
   *
   * @param asking whether to tell a cluster's server that we know it does not own the slot yet
   */
  Exchange(List<Ask> asks, boolean asking) {
    this.asks = asks;
    this.asking = asking;
    for (Ask ask : asks) {
      commands.addAll(ask.first);
      if (ask instanceof CountAsk count) {
        counts.add(count);
      } else if (ask instanceof WindowsAsk window) {
        windows.add(window);
      } else {
        commands.add((CommandAsk) ask);
      }
    }
    if (!counts.isEmpty()) {
      batches.add(counts);
    }
    if (!windows.isEmpty()) {
      batches.add(windows);
    }
  }

  List<Ask> asks() {
    return asks;
  }

  void send(Connection connection) {
    for (CommandAsk command : commands) {
      CommandArguments arguments = new CommandArguments(command.command);
      for (byte[] argument : command.arguments) {
        arguments.add(argument);
      }
      send(connection, arguments);
    }
    for (ScriptBatch batch : batches) {
      send(connection, batch.command(false));
    }
  }

  private void send(Connection connection, CommandArguments arguments) {
    if (asking) {
      connection.sendCommand(Command.ASKING);
    }
    connection.sendCommand(arguments);
  }

  void read(Connection connection) {
    int expected = commands.size() + batches.size();
    List<Object> all = connection.getMany(asking ? 2 * expected : expected);
    if (asking) {
      replies = new ArrayList<>(expected);
      for (int i = 1; i < all.size(); i += 2) {
        replies.add(all.get(i));
      }
    } else {
      replies = all;
    }
  }

  /** Hands the answers over; what was lost with the script cache is asked again. */
  void finish(Connection connection) {
    for (int i = 0; i < commands.size(); i++) {
      commands.get(i).reply = checked(replies.get(i));
    }
    for (int i = 0; i < batches.size(); i++) {
      Object reply = replies.get(commands.size() + i);
      if (lostScript(reply)) {
        send(connection, batches.get(i).command(true));
        List<Object> again = connection.getMany(asking ? 2 : 1);
        reply = again.get(again.size() - 1);
      }
      batches.get(i).answer(checked(reply));
    }
    for (Ask ask : asks) {
      ask.answered();
    }
  }

  private static Object checked(Object reply) {
    if (reply instanceof JedisDataException e) {
      throw e;
    }
    return reply;
  }

  /** The script cache was flushed, or Redis is new: nothing was done yet. */
  private static boolean lostScript(Object reply) {
    return reply instanceof JedisDataException e
        && e.getMessage() != null
        && e.getMessage().startsWith("NOSCRIPT");
  }
}
