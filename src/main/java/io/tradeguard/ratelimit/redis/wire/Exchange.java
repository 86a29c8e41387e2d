package io.tradeguard.ratelimit.redis.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One batch of commands on one connection: written, sent, and each ended by its own replies. */
final class Exchange {
  private final RespConnection connection;

  private Exchange(RespConnection connection) {
    this.connection = connection;
  }

  /**
   * Has Redis do some commands. Each that it has answered has ended when this returns or throws;
   * the others have not.
   *
   * @param commands all taken
   * @param deadline when to give up, in the time of {@link System#nanoTime}
   * @throws RedisFailure if Redis is not to be asked any more
   */
  static void run(RespConnection connection, List<? extends Command> commands, long deadline)
      throws RedisFailure {
    connection.until(deadline);
    Exchange exchange = new Exchange(connection);
    try {
      List<Command> again = exchange.round(merged(commands), false);
      if (!again.isEmpty()) {
        exchange.round(again, true);
      }
    } catch (IOException e) {
      connection.close();
      throw RedisFailure.of(e);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
    for (Command command : commands) {
      RedisFailure failure = command.failure();
      if (failure != null && failure.outage()) {
        throw failure;
      }
    }
  }

  /** Makes those that count in the same window one, unless another of their key stands between. */
  private static List<Command> merged(List<? extends Command> commands) {
    List<Command> heads = new ArrayList<>(commands.size());
    Map<ByteBuffer, Count> byKey = commands.size() == 1 ? Map.of() : new HashMap<>();
    for (Command command : commands) {
      if (commands.size() > 1) {
        ByteBuffer key = ByteBuffer.wrap(command.key());
        Count head = byKey.get(key);
        if (head != null && command instanceof Count count && head.merges(count)) {
          head.merge(count);
          continue;
        }
        if (command instanceof Count count) {
          byKey.put(key, count);
        } else {
          byKey.remove(key);
        }
      }
      heads.add(command);
    }
    return heads;
  }

  /** Sends and reads once; returns what must be sent in its longer form. */
  private List<Command> round(List<Command> commands, boolean again) throws IOException {
    boolean time = false;
    for (Command command : commands) {
      boolean fallback = again || command.asking;
      if (command.asking) {
        connection.out().command("ASKING");
      }
      command.encode(connection.out(), fallback);
      time |= command.needsTime(fallback);
    }
    if (time) {
      connection.out().command("TIME");
    }
    connection.send();
    List<List<@Nullable Object>> replies = new ArrayList<>(commands.size());
    for (Command command : commands) {
      replies.add(read(command, again || command.asking));
    }
    Object now = time ? connection.read() : null;
    long micros = now instanceof List<?> ? PlainCommand.micros(now) : -1;
    List<Command> rest = new ArrayList<>(0);
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      if (!command.decode(replies.get(i), again || command.asking, micros)) {
        rest.add(command);
        rest.addAll(command instanceof Count count ? count.split() : List.of());
      }
    }
    return rest;
  }

  private List<@Nullable Object> read(Command command, boolean fallback) throws IOException {
    if (command.asking) {
      connection.read();
    }
    int expected = command.replies(fallback);
    List<@Nullable Object> replies = new ArrayList<>(expected);
    for (int i = 0; i < expected; i++) {
      replies.add(connection.read());
    }
    return replies;
  }
}
