package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.redis.wire.Command;
import io.tradeguard.ratelimit.redis.wire.RedisError;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends each command to the server that holds its key, and on to where a cluster says that is. */
final class Router {
  /** Enough for a slot that moves while a key of it is on its way. */
  private static final int MOST_REDIRECTIONS = 5;

  private final Shards shards;
  private final long timeoutNanos;
  private final Runnable onOldMap;

  /**
   * Creates a router.
   *
   * @param onOldMap told when the cluster's map should be read again
   */
  Router(Shards shards, long timeoutNanos, Runnable onOldMap) {
    this.shards = shards;
    this.timeoutNanos = timeoutNanos;
    this.onOldMap = onOldMap;
  }

  long deadline() {
    return System.nanoTime() + timeoutNanos;
  }

  /**
   * Has Redis do something, wherever a cluster says that it is to be done.
   *
   * @param deadline when to give up, in the time of {@link System#nanoTime}
   * @throws RedisFailure if there is no answer
   */
  <C extends Command> C ask(C command, long deadline) throws RedisFailure {
    Shard shard = owner(command);
    if (shard != null) {
      shard.combiner().send(command, deadline);
    }
    return follow(command, shard, deadline);
  }

  /** Returns the server that a command goes to; null if none holds its slot. */
  private @Nullable Shard owner(Command command) {
    return shards.of(KeyNames.text(command.key()));
  }

  /** Sends a command on as long as a cluster names another server than it was sent to. */
  private <C extends Command> C follow(C command, @Nullable Shard sent, long deadline)
      throws RedisFailure {
    Shard shard = sent;
    for (int i = 1; shard != null; i++) {
      RedisError redirection = command.redirection();
      if (redirection == null) {
        command.check();
        return command;
      }
      shard = shards.follow(redirection, shard);
      if (shard == null || i == MOST_REDIRECTIONS) {
        break;
      }
      command.redirect();
      shard.combiner().send(command, deadline);
    }
    onOldMap.run();
    if (shard == null) {
      throw new RedisFailure("no server holds a slot", false);
    }
    command.check();
    return command;
  }

  /**
   * Sends several commands, those for one server in one round trip and in their order; {@link
   * #settle} tells how each ended.
   *
   * @param deadline when to give up all of them
   */
  void sendTogether(List<? extends Command> commands, long deadline) {
    byShard(commands).forEach((shard, some) -> shard.combiner().sendTogether(some, deadline));
  }

  /**
   * Has Redis do what was sent with others, wherever a cluster says that it is to be done.
   *
   * @throws RedisFailure if there is no answer
   */
  <C extends Command> C settle(C command, long deadline) throws RedisFailure {
    return follow(command, owner(command), deadline);
  }

  private Map<Shard, List<Command>> byShard(List<? extends Command> commands) {
    Map<Shard, List<Command>> byShard = new LinkedHashMap<>();
    for (Command command : commands) {
      Shard shard = owner(command);
      if (shard != null && shard.connected()) {
        byShard.computeIfAbsent(shard, s -> new ArrayList<>()).add(command);
      }
    }
    return byShard;
  }

  /** Has Redis do several things; each has ended when this returns, however it did. */
  void askAll(List<? extends Command> commands) {
    byShard(commands)
        .forEach(
            (shard, some) -> {
              shard.combiner().sendAll(some);
              for (Command command : some) {
                RedisError redirection = command.redirection();
                if (redirection != null) {
                  shards.follow(redirection, shard);
                }
              }
            });
  }
}
