package io.tradeguard.ratelimit.redis.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait for a connection, in the order they came. What was added together is taken
 * together, so that no other connection can overtake a part of it.
 */
final class CommandQueue {
  private final ConcurrentLinkedQueue<List<? extends Command>> groups =
      new ConcurrentLinkedQueue<>();

  /** Adds commands of one thread, of which there is one at least. */
  void add(List<? extends Command> group) {
    groups.add(group);
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Takes those who still wait: groups as long as there are not so many, the last one whole. */
  List<Command> takeBatch(int most) {
    List<Command> batch = new ArrayList<>();
    while (batch.size() < most) {
      List<? extends Command> group = groups.poll();
      if (group == null) {
        break;
      }
      for (Command command : group) {
        if (command.take()) {
          batch.add(command);
        }
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
    for (List<? extends Command> group : groups) {
      Command first = firstWaiting(group);
      if (first == null) {
        groups.remove(group);
      } else if (mayLead.test(first)) {
        first.wake();
        return false;
      } else {
        stranded = true;
      }
    }
    return stranded;
  }

  private static @Nullable Command firstWaiting(List<? extends Command> group) {
    for (Command command : group) {
      if (command.waits()) {
        return command;
      }
    }
    return null;
  }
}
