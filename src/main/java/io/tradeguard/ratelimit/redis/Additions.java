package io.tradeguard.ratelimit.redis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.RedisOutputStream;

/**
 * Requests of single fixed windows as plain commands, pipelined: for Redis a script costs several
 * times what it does. Requests of the same key become one addition: each still gets the count as it
 * stood after itself.
 *
 * <p>{@code INCRBY} alone decides, so a decision is atomic. {@code PEXPIRE … LT} gives a new window
 * its end, gives it again should it ever be missing, and brings it nearer where a window is longer
 * than its period: since the period was shortened, Redis's clock was set back, or somebody gave the
 * key another end. {@code PEXPIRETIME} tells the end.
 */
final class Additions {
  private static final int COMMANDS_EACH = 3;

  /**
   * The commands up to their key, as the protocol has them: number of parts, each with its size.
   */
  private static final byte[] INCRBY = ascii("*3\r\n$6\r\nINCRBY\r\n");

  private static final byte[] PEXPIRE = ascii("*4\r\n$7\r\nPEXPIRE\r\n");
  private static final byte[] PEXPIRETIME = ascii("*2\r\n$11\r\nPEXPIRETIME\r\n");
  private static final byte[] LT = ascii("$2\r\nLT\r\n");
  private static final byte[] TIME = ascii("*1\r\n$4\r\nTIME\r\n");
  private static final byte[] ASKING = ascii("*1\r\n$6\r\nASKING\r\n");
  private static final byte[] ASKING_TIME = ascii("*1\r\n$6\r\nASKING\r\n*1\r\n$4\r\nTIME\r\n");

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

  /** Returns how many replies there will be. */
  int size() {
    return groups.isEmpty() ? 0 : COMMANDS_EACH * groups.size() + 1;
  }

  /**
   * Writes the commands.
   *
   * @param asking whether each is to go with {@code ASKING}
   */
  void write(RedisOutputStream out, boolean asking) throws IOException {
    for (Group group : groups) {
      CountAsk ask = group.asks.get(0);
      command(out, INCRBY, ask.key, asking);
      bulk(out, CommandAsk.bytes(group.weight));
      command(out, PEXPIRE, ask.key, asking);
      bulk(out, CommandAsk.bytes(ask.periodSeconds * 1_000L));
      out.write(LT);
      command(out, PEXPIRETIME, ask.key, asking);
    }
    if (!groups.isEmpty()) {
      out.write(asking ? ASKING_TIME : TIME);
    }
  }

  private static void command(RedisOutputStream out, byte[] head, byte[] key, boolean asking)
      throws IOException {
    if (asking) {
      out.write(ASKING);
    }
    out.write(head);
    bulk(out, key);
  }

  private static void bulk(RedisOutputStream out, byte[] bytes) throws IOException {
    out.write(Protocol.DOLLAR_BYTE);
    out.writeIntCrLf(bytes.length);
    out.write(bytes);
    out.writeCrLf();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Ends each question by its own reply; those that were refused for what somebody wrote over their
   * key are left to the script, which counts anew.
   *
   * @param replies to what was written, in its order
   * @param exchange hears of what was refused
   * @param spoiled takes what is left to the script
   */
  void answer(List<Object> replies, Exchange exchange, List<CountAsk> spoiled) {
    Object time = groups.isEmpty() ? null : replies.get(replies.size() - 1);
    long now = time instanceof List<?> ? micros(time) : 0;
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      Object counted = replies.get(COMMANDS_EACH * i);
      Object ended = replies.get(COMMANDS_EACH * i + 1);
      if (counted instanceof JedisDataException e) {
        if (isSpoiled(e)) {
          spoiled.addAll(group.asks);
        } else {
          group.asks.forEach(ask -> exchange.refused(ask, e, false));
        }
      } else if (ended instanceof JedisDataException e) {
        // A count without an end would last for ever.
        group.asks.forEach(ask -> exchange.failed(ask, RedisFailure.halfDone(e)));
      } else if (time instanceof JedisDataException e) {
        group.asks.forEach(ask -> exchange.failed(ask, RedisFailure.halfDone(e)));
      } else {
        long ends = replies.get(COMMANDS_EACH * i + 2) instanceof Long told ? told : GONE;
        // It ended, or moved to another server, right after it was counted.
        answer(group, (Long) counted - group.weight, ends < 0 ? now / 1_000 : ends, now);
      }
    }
  }

  private static void answer(Group group, long before, long ends, long now) {
    long count = before;
    for (CountAsk ask : group.asks) {
      count += ask.weight;
      ask.answer(count, ends, now);
      ask.answered();
    }
  }

  /** Reads the answer to {@code TIME}, as microseconds since 1970. */
  static long micros(Object time) {
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
