package io.tradeguard.ratelimit.redis.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** The commands that wait for a connection, in the order they came. */
final class CommandQueue {
  private final ConcurrentLinkedQueue<Command> commands = new ConcurrentLinkedQueue<>();

  void add(Command command) {
    commands.add(command);
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  /** Takes those who still wait, at most so many. */
  List<Command> takeBatch(int most) {
    List<Command> batch = new ArrayList<>();
    while (batch.size() < most) {
      Command command = commands.poll();
      if (command == null) {
        break;
      }
      if (command.take()) {
        batch.add(command);
      }
    }
    return batch;
  }

  /**
   * Wakes the first who may lead an exchange.
   *
   * @return whether there are some who wait, and none of them may
   */
  boolean wakeOne(Predicate<Command> mayLead) {
    boolean stranded = false;
    for (Command command : commands) {
      if (!command.waits()) {
        commands.remove(command);
      } else if (mayLead.test(command)) {
        command.wake();
        return false;
      } else {
        stranded = true;
      }
    }
    return stranded;
  }
}
