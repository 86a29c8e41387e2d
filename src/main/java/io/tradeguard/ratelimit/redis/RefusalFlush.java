package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.Counter;
import io.tradeguard.ratelimit.memory.CounterReply;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.FixedWindowRecord;
import io.tradeguard.ratelimit.memory.Outages;
import io.tradeguard.ratelimit.memory.RateRecord;
import io.tradeguard.ratelimit.redis.wire.Command;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.Script;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends Redis the refusals that were answered without it, where refused requests count, and looks
 * whether the counters that refuse without Redis would still be refused there.
 */
final class RefusalFlush {
  private final RedisSession session;
  private final CounterTable table;
  private final Runnable onLate;
  private final Queue<Refusing> refusing = new ConcurrentLinkedQueue<>();
  private final LongAdder losses = new LongAdder();

  /**
   * Creates a flush of nothing.
   *
   * @param onLate told when something must be replayed later
   */
  RefusalFlush(RedisSession session, CounterTable table, Runnable onLate) {
    this.session = session;
    this.table = table;
    this.onLate = onLate;
  }

  /** A counter that refuses without Redis. */
  private record Refusing(Counter counter, LimitPolicy policy, String name) {}

  /** One of them on its way: what was taken of it. */
  private record Sent(Refusing refusing, ScriptCommand command, long window) {}

  void add(Counter counter, LimitPolicy policy, String name) {
    refusing.add(new Refusing(counter, policy, name));
  }

  /** Takes note whether Redis turned out to have lost counts of a window that still runs. */
  void noteLoss(boolean lost) {
    if (lost) {
      losses.increment();
    }
  }

  /** How often Redis has lost counts of a window that still ran. */
  long losses() {
    return losses.sum();
  }

  void run() {
    long asked = table.now();
    List<Sent> sent = new ArrayList<>();
    List<Refusing> later = new ArrayList<>();
    for (Refusing each = refusing.poll(); each != null; each = refusing.poll()) {
      Sent taken = take(each, asked);
      if (taken == null) {
        later.add(each);
      } else {
        sent.add(taken);
      }
    }
    refusing.addAll(later);
    session.router().askAll(sent.stream().map(Sent::command).toList());
    for (Sent each : sent) {
      note(each, asked);
    }
  }

  private @org.jspecify.annotations.Nullable Sent take(Refusing each, long asked) {
    Outages outages = session.shards().outages(each.name);
    return table.held(
        each.counter,
        (counter, now) -> {
          if (counter.record(outages) instanceof FixedWindowRecord fixed) {
            long window = fixed.window();
            return new Sent(each, addition(each.name, fixed.take(), window), window);
          }
          RateRecord rate = (RateRecord) counter.record(outages);
          return rate.stale(asked)
              ? new Sent(each, WindowsScript.decide(each.name, each.policy, 0), 0)
              : null;
        });
  }

  /** Adds to one window only, so that nothing goes into the next. */
  private static ScriptCommand addition(String name, long weight, long window) {
    return new ScriptCommand(
        Script.COUNT, List.of(name), List.of(Long.toString(weight), "0", Long.toString(window)));
  }

  private void note(Sent each, long asked) {
    Command command = each.command;
    try {
      command.check();
    } catch (RedisFailure failure) {
      failed(each, failure);
      return;
    }
    Outages outages = session.shards().outages(each.refusing.name);
    noteLoss(
        Boolean.TRUE.equals(
            table.held(
                each.refusing.counter,
                (counter, now) -> {
                  if (counter.record(outages) instanceof FixedWindowRecord fixed) {
                    List<?> told = each.command.reply();
                    CounterReply reply =
                        CounterReply.ofWindow(
                            (Long) told.get(1), (Long) told.get(2), (Long) told.get(0));
                    return fixed.taken(each.window, reply, asked, now, outages);
                  }
                  LimitPolicy policy = each.refusing.policy;
                  CounterReply reply = WindowsScript.decided(each.command, policy);
                  return counter.record(outages).learn(policy, reply, asked, now, outages);
                })));
  }

  private void failed(Sent each, RedisFailure failure) {
    table.held(
        each.refusing.counter,
        (counter, now) -> {
          // Of the others, what is known is soon too old to refuse by.
          if (counter.record(Outages.NONE) instanceof FixedWindowRecord fixed) {
            fixed.notTaken(failure.maybeDone());
          }
          return null;
        });
    onLate.run();
  }
}
