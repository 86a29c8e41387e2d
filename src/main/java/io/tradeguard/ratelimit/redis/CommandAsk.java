package io.tradeguard.ratelimit.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/** Any other command, answered by what Jedis makes of the reply. */
final class CommandAsk extends Ask {
  final Command command;
  final byte[][] arguments;
  private final byte[] routing;

  /** The answer; null if there is none. */
  @Nullable Object reply;

  /** The answer if it is an error. */
  @Nullable JedisDataException error;

  private CommandAsk(Command command, byte[] routing, byte[]... arguments) {
    super(List.of());
    this.command = command;
    this.routing = routing;
    this.arguments = arguments;
  }

  /** Asks whichever server holds the first argument. */
  static CommandAsk command(Command command, String... arguments) {
    byte[][] all = bytes(List.of(arguments));
    return new CommandAsk(command, all[0], all);
  }

  /** Asks whichever server holds a key. */
  static CommandAsk routed(byte[] routing, Command command, String... arguments) {
    return new CommandAsk(command, routing, bytes(List.of(arguments)));
  }

  /** Runs a script that is too rare to be worth its place in the cache. */
  static CommandAsk script(Script script, List<String> keys, List<String> arguments) {
    byte[][] all = new byte[2 + keys.size() + arguments.size()][];
    all[0] = script.text();
    all[1] = bytes(keys.size());
    System.arraycopy(bytes(keys), 0, all, 2, keys.size());
    System.arraycopy(bytes(arguments), 0, all, 2 + keys.size(), arguments.size());
    return new CommandAsk(Command.EVAL, all[2], all);
  }

  /** Takes the answer, before it is told that it has one. */
  void answer(Object newReply) {
    error = newReply instanceof JedisDataException e ? e : null;
    reply = error == null ? newReply : null;
  }

  boolean isScript() {
    return command == Command.EVAL;
  }

  @Override
  byte[] routingKey() {
    return routing;
  }

  static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[][] bytes(List<String> texts) {
    byte[][] all = new byte[texts.size()][];
    for (int i = 0; i < all.length; i++) {
      all[i] = texts.get(i).getBytes(StandardCharsets.UTF_8);
    }
    return all;
  }
}
