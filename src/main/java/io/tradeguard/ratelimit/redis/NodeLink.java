package io.tradeguard.ratelimit.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** One connection to one Redis server. */
final class NodeLink implements Link {
  private final Connection connection;

  NodeLink(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void exchange(List<Ask> asks) throws RedisFailure {
    List<CommandAsk> commands = new ArrayList<>(0);
    CountBatch counts = new CountBatch();
    for (Ask ask : asks) {
      commands.addAll(ask.first);
      if (ask instanceof CommandAsk command) {
        commands.add(command);
      } else if (ask instanceof CountAsk count) {
        counts.add(count);
      }
    }
    try {
      exchange(commands, counts);
    } catch (JedisException e) {
      close();
      throw RedisFailure.of(e);
    }
    for (Ask ask : asks) {
      ask.answered();
    }
  }

  private void exchange(List<CommandAsk> commands, CountBatch counts) {
    for (CommandAsk command : commands) {
      connection.sendCommand(command.command, command.arguments);
    }
    if (!counts.isEmpty()) {
      connection.sendCommand(counts.command(false));
    }
    List<Object> replies = connection.getMany(commands.size() + (counts.isEmpty() ? 0 : 1));
    for (int i = 0; i < commands.size(); i++) {
      commands.get(i).reply = checked(replies.get(i));
    }
    if (!counts.isEmpty()) {
      Object reply = replies.get(commands.size());
      if (lostScript(reply)) {
        connection.sendCommand(counts.command(true));
        reply = connection.getOne();
      }
      counts.answer(checked(reply));
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

  @Override
  public void close() {
    try {
      connection.forceDisconnect();
    } catch (IOException | JedisException e) {
      connection.setBroken();
    }
  }
}
