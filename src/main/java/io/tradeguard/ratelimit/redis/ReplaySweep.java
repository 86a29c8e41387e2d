package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.memory.Counter;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.OutageRecord;
import io.tradeguard.ratelimit.memory.Outages;
import io.tradeguard.ratelimit.memory.Replay;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Replays to Redis, after an outage, what it lacks and nobody has asked for since. A little at each
 * tick of the session, so that many nodes with many counters do not overrun a Redis that has just
 * come back: at most {@link #AT_ONCE} counters, some 40 kB, in 70 ms.
 */
final class ReplaySweep {
  private static final int AT_ONCE = 200;

  private final RedisSession session;
  private final CounterTable table;
  private final AtomicBoolean owed = new AtomicBoolean();
  private final Map<Shard, Integer> swept = new WeakHashMap<>();
  private final Deque<Counter> pending = new ArrayDeque<>();

  ReplaySweep(RedisSession session, CounterTable table) {
    this.session = session;
    this.table = table;
  }

  /** A counter's replays on their way. */
  private record Sent(Counter counter, List<Replay> replays, ScriptCommand command) {}

  /** Asks for another sweep, of what the last one may have been too early for. */
  void owe() {
    owed.set(true);
  }

  /** Replays some; called often. */
  void run(SharedCounters counters) {
    boolean due = owed.getAndSet(false);
    for (Shard shard : session.shards().all()) {
      // Not before it is there: what was counted before the first connection is owed too.
      Integer last = shard.outages().last();
      due |= shard.connected() && !last.equals(swept.put(shard, last));
    }
    if (due) {
      find();
    }
    if (!pending.isEmpty()) {
      replay(counters);
    }
  }

  private void find() {
    pending.clear();
    table.forEach(
        (counter, now) -> {
          OutageRecord record = counter.existingRecord();
          if (record != null && !record.isSettled(session.shards().outages(name(counter)))) {
            pending.add(counter);
          }
        });
  }

  private String name(Counter counter) {
    return session.names().prefix() + counter.name();
  }

  private void replay(SharedCounters counters) {
    int most = AT_ONCE / 2 + ThreadLocalRandom.current().nextInt(AT_ONCE / 2 + 1);
    List<Sent> sent = new ArrayList<>();
    while (!pending.isEmpty() && sent.size() < most) {
      Counter counter = pending.remove();
      String name = name(counter);
      // Of a server that is away again, it is swept once that is back.
      List<Replay> replays = session.shards().connected(name) ? owed(counter, name) : List.of();
      if (!replays.isEmpty()) {
        sent.add(
            new Sent(counter, replays, counters.replay(counter.chargesRefusals(), replays, name)));
      }
    }
    long asked = table.now();
    session.router().askAll(sent.stream().map(Sent::command).toList());
    for (Sent each : sent) {
      try {
        each.command.check();
        counters.replayed(each.counter, each.replays, each.command, asked);
      } catch (RedisFailure failure) {
        owe();
      }
    }
  }

  private List<Replay> owed(Counter counter, String name) {
    Outages outages = session.shards().outages(name);
    @Nullable List<Replay> replays =
        table.held(
            counter,
            (held, now) ->
                held.record(outages)
                    .owed(
                        now, outages, session::nextBatch, session.shards().redisMinusLocal(name)));
    return replays == null ? List.of() : replays;
  }
}
