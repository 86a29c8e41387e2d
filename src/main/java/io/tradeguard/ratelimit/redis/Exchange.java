package io.tradeguard.ratelimit.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Some questions as commands for one server: plain additions, then what goes first before a script,
 * then the rest in one run of each script. It is sent, read and finished, in this order; several
 * may be sent on one connection before the first is read, and all must be read before the first is
 * finished.
 */
final class Exchange {
  static final String MOVING = "a key is on its way from server to server";

  private final List<Ask> asks;
  private final boolean asking;
  private final List<Ask> others = new ArrayList<>(0);
  private final Additions additions = new Additions();
  private final List<CommandAsk> commands = new ArrayList<>(0);
  private final CountBatch counts = new CountBatch();
  private final WindowsBatch windows = new WindowsBatch();
  private final List<ScriptBatch> batches = new ArrayList<>(2);
  private List<Object> replies = List.of();
  private List<Detour> detours = List.of();
  private @Nullable RedisFailure failure;

  /** A question that was not done, and the reply that says where or when it would be. */
  record Detour(Ask ask, JedisDataException why) {}

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
    if (!counts.asks().isEmpty()) {
      batches.add(counts);
    }
    if (!windows.asks().isEmpty()) {
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
      wire.write(new CommandArguments(Command.ASKING));
    }
    wire.write(arguments);
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

  /**
   * Ends each question by its own reply; what was lost with the script cache is asked again. Those
   * that Redis did not do have not ended: {@link #detours} tells which may be asked of another
   * server, or again, and {@link #failure} why the rest of them failed.
   *
   * @throws JedisConnectionException if what was asked again got no reply
   */
  void finish(Wire wire) {
    List<CountAsk> spoiled = new ArrayList<>(0);
    additions.answer(replies.subList(0, additions.size()), this, spoiled);
    int at = additions.size();
    for (CommandAsk command : commands) {
      command.answer(replies.get(at++));
    }
    for (Ask ask : others) {
      if (ask instanceof CommandAsk command) {
        end(command, command.error, command.isScript());
      }
    }
    List<ScriptBatch> again = new ArrayList<>(0);
    for (ScriptBatch batch : batches) {
      Object reply = replies.get(at++);
      if (lostScript(reply)) {
        again.add(batch);
      } else {
        end(batch, reply);
      }
    }
    if (!spoiled.isEmpty()) {
      CountBatch repairs = new CountBatch();
      spoiled.forEach(repairs::add);
      again.add(repairs);
    }
    for (ScriptBatch batch : again) {
      end(batch, again(wire, batch));
    }
  }

  private Object again(Wire wire, ScriptBatch batch) {
    send(wire, batch.command(true));
    wire.push();
    List<Object> again = wire.getMany(asking ? 2 : 1);
    return again.get(again.size() - 1);
  }

  private void end(ScriptBatch batch, Object reply) {
    JedisDataException error = reply instanceof JedisDataException e ? e : null;
    if (error == null) {
      batch.answer(reply);
    }
    for (Ask ask : batch.asks()) {
      end(ask, error, true);
    }
  }

  /** Ends a question that was done, unless what was to go first was not. */
  private void end(Ask ask, @Nullable JedisDataException error, boolean script) {
    if (error != null) {
      refused(ask, error, script);
      return;
    }
    for (CommandAsk first : ask.first) {
      if (first.error != null) {
        boolean moving = isDetour(first.error);
        failed(
            ask, moving ? RedisFailure.passing(MOVING, true) : RedisFailure.halfDone(first.error));
        return;
      }
    }
    ask.answered();
  }

  /** Takes note that Redis answered a question with an error. */
  void refused(Ask ask, JedisDataException error, boolean script) {
    if (isDetour(error)) {
      detours = detours.isEmpty() ? new ArrayList<>() : detours;
      detours.add(new Detour(ask, error));
    } else {
      failed(ask, RedisFailure.refusal(error, script));
    }
  }

  /** Takes note why a question fails. */
  void failed(Ask ask, RedisFailure why) {
    ask.refused(why);
    if (failure == null && why.outage()) {
      failure = why;
    }
  }

  /** Returns the questions that were done nowhere since their key is elsewhere, or on its way. */
  List<Detour> detours() {
    return detours;
  }

  /** Takes note that nobody will do these questions now. */
  void giveUp() {
    asks.forEach(ask -> failed(ask, RedisFailure.passing(MOVING, false)));
  }

  /** Returns why Redis is not to be asked any more; null if nothing says so. */
  @Nullable RedisFailure failure() {
    return failure;
  }

  private static boolean isDetour(JedisDataException e) {
    return e instanceof JedisRedirectionException || starts(e, "TRYAGAIN");
  }

  /** The script cache was flushed, or Redis is new: nothing was done yet. */
  private static boolean lostScript(Object reply) {
    return reply instanceof JedisDataException e && starts(e, "NOSCRIPT");
  }

  private static boolean starts(JedisDataException e, String code) {
    return e.getMessage() != null && e.getMessage().startsWith(code);
  }
}
