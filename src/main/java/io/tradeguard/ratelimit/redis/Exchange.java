package io.tradeguard.ratelimit.redis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Some questions as commands for one server: plain additions, then what goes first before a script,
 * then the rest in one run of each script. It is sent, read and finished, in this order; several
 * may be sent on one connection before the first is read, and all must be read before the first is
 * finished.
 */
final class Exchange {
  private final List<Ask> asks;
  private final boolean asking;
  private final List<Ask> others = new ArrayList<>(0);
  private final Additions additions = new Additions();
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
      if (!(ask instanceof CountAsk count && additions.add(count))) {
        others.add(ask);
        add(ask);
      }
    }
    if (!counts.isEmpty()) {
      batches.add(counts);
    }
    if (!windows.isEmpty()) {
      batches.add(windows);
    }
  }

  private void add(Ask ask) {
    commands.addAll(ask.first);
    if (ask instanceof CountAsk count) {
      counts.add(count);
    } else if (ask instanceof WindowsAsk window) {
      windows.add(window);
    } else {
      commands.add((CommandAsk) ask);
    }
  }

  /** Returns the questions that have not ended. */
  List<Ask> open() {
    return asks.stream().filter(ask -> !ask.ended()).toList();
  }

  void send(Wire wire) {
    wire.write(out -> additions.write(out, asking));
    for (CommandAsk command : commands) {
      CommandArguments arguments = new CommandArguments(command.command);
      for (byte[] argument : command.arguments) {
        arguments.add(argument);
      }
      send(wire, arguments);
    }
    for (ScriptBatch batch : batches) {
      send(wire, batch.command(false));
    }
  }

  private void send(Wire wire, CommandArguments arguments) {
    if (asking) {
      wire.sendCommand(Command.ASKING);
    }
    wire.sendCommand(arguments);
  }

  void read(Wire wire) {
    int expected = additions.size() + commands.size() + batches.size();
    wire.push();
    List<Object> all = wire.getMany(asking ? 2 * expected : expected);
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
  void finish(Wire wire) {
    List<CountAsk> spoiled = new ArrayList<>(0);
    JedisDataException failure = additions.answer(replies.subList(0, additions.size()), spoiled);
    if (!spoiled.isEmpty()) {
      CountBatch repairs = new CountBatch();
      spoiled.forEach(repairs::add);
      repairs.answer(checked(again(wire, repairs)));
      spoiled.forEach(Ask::answered);
    }
    for (int i = 0; i < commands.size(); i++) {
      commands.get(i).reply = checked(replies.get(additions.size() + i));
    }
    for (int i = 0; i < batches.size(); i++) {
      Object reply = replies.get(additions.size() + commands.size() + i);
      batches.get(i).answer(checked(lostScript(reply) ? again(wire, batches.get(i)) : reply));
    }
    others.forEach(Ask::answered);
    if (failure != null) {
      throw failure;
    }
  }

  private Object again(Wire wire, ScriptBatch batch) {
    send(wire, batch.command(true));
    List<Object> again = wire.getMany(asking ? 2 : 1);
    return again.get(again.size() - 1);
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
