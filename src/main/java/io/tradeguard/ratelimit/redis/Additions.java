package io.tradeguard.ratelimit.redis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Requests of single fixed windows as plain commands, pipelined: for Redis a script costs several
 * times what it does. Requests of the same key become one addition: each still gets the count as it
 * stood after itself.
 *
 * <p>{@code INCRBY} alone decides, so a decision is atomic. {@code PEXPIRE … NX} gives a new window
 * its end, and gives it again should it ever be missing; {@code PEXPIRETIME} tells the end.
 */
final class Additions {
  private static final int COMMANDS_EACH = 3;
  private static final byte[] NX = {'N', 'X'};

  /** {@code PEXPIRETIME} of a key that is not there. */
  private static final long GONE = -2;

  private final List<Group> groups = new ArrayList<>(1);

  /** Filled once there are two: most often a question is alone. */
  private final Map<Name, Group> byName = new HashMap<>();

  /** A key's bytes, comparable. */
  private record Name(ByteBuffer key, int period) {
    static Name of(CountAsk ask) {
      return new Name(ByteBuffer.wrap(ask.key), ask.periodSeconds);
    }
  }

  private static final class Group {
    final List<CountAsk> asks = new ArrayList<>(1);
    long weight;
  }

  /** Takes a question if it is one for plain commands. */
  boolean add(CountAsk ask) {
    // What must follow a command that may fail is left to the script.
    if (ask.weight == 0 || ask.window != 0 || !ask.first.isEmpty()) {
      return false;
    }
    Group group = group(ask);
    group.asks.add(ask);
    group.weight += ask.weight;
    return true;
  }

  private Group group(CountAsk ask) {
    if (groups.size() == 1) {
      CountAsk first = groups.get(0).asks.get(0);
      byName.put(Name.of(first), groups.get(0));
    }
    Group group = groups.isEmpty() ? null : byName.get(Name.of(ask));
    if (group == null) {
      group = new Group();
      if (!groups.isEmpty()) {
        byName.put(Name.of(ask), group);
      }
      groups.add(group);
    }
    return group;
  }

  List<CommandArguments> commands() {
    if (groups.isEmpty()) {
      return List.of();
    }
    List<CommandArguments> commands = new ArrayList<>(COMMANDS_EACH * groups.size() + 1);
    for (Group group : groups) {
      CountAsk ask = group.asks.get(0);
      commands.add(
          new CommandArguments(Command.INCRBY).add(ask.key).add(CommandAsk.bytes(group.weight)));
      commands.add(
          new CommandArguments(Command.PEXPIRE)
              .add(ask.key)
              .add(CommandAsk.bytes(ask.periodSeconds * 1_000L))
              .add(NX));
      commands.add(new CommandArguments(Command.PEXPIRETIME).add(ask.key));
    }
    commands.add(new CommandArguments(Command.TIME));
    return commands;
  }

  /**
   * Ends each question with its answer; those that were refused for what somebody wrote over their
   * key are left to the script, which counts anew.
   *
   * @param replies to {@link #commands}, in their order
   * @param spoiled takes what is left to the script
   * @return why the other questions got no answer; null if all have theirs
   */
  @Nullable JedisDataException answer(List<Object> replies, List<CountAsk> spoiled) {
    JedisDataException failure = null;
    long now = groups.isEmpty() ? 0 : micros(replies.get(replies.size() - 1));
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      Object counted = replies.get(COMMANDS_EACH * i);
      if (counted instanceof JedisDataException e) {
        if (isSpoiled(e)) {
          spoiled.addAll(group.asks);
        } else if (failure == null || !(e instanceof JedisRedirectionException)) {
          failure = e;
        }
      } else {
        long ends = replies.get(COMMANDS_EACH * i + 2) instanceof Long told ? told : GONE;
        // It ended, or moved to another server, right after it was counted.
        answer(group, (Long) counted - group.weight, ends < 0 ? now / 1_000 : ends, now);
      }
    }
    return failure;
  }

  private static void answer(Group group, long before, long ends, long now) {
    long count = before;
    for (CountAsk ask : group.asks) {
      count += ask.weight;
      ask.answer(count, ends, now);
      ask.answered();
    }
  }

  private static long micros(Object time) {
    List<?> parts = (List<?>) time;
    return number((byte[]) parts.get(0)) * 1_000_000 + number((byte[]) parts.get(1));
  }

  private static long number(byte[] digits) {
    long number = 0;
    for (byte digit : digits) {
      number = 10 * number + digit - '0';
    }
    return number;
  }

  /** Somebody wrote over our key: it cannot be counted on. */
  private static boolean isSpoiled(JedisDataException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("WRONGTYPE")
        || message.contains("not an integer")
        || message.contains("overflow");
  }
}
