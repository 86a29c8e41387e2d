package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.memory.Answers;
import io.tradeguard.ratelimit.memory.Counter;
import io.tradeguard.ratelimit.memory.CounterReply;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.InFlight;
import io.tradeguard.ratelimit.memory.OutageRecord;
import io.tradeguard.ratelimit.memory.Outages;
import io.tradeguard.ratelimit.memory.Replay;
import io.tradeguard.ratelimit.memory.Share;
import io.tradeguard.ratelimit.redis.wire.Count;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.Script;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import io.tradeguard.settings.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way between this node's counters and Redis's. */
final class SharedCounters {
  private final RedisSession session;
  private final CounterTable table;
  private final RefusalFlush flush;

  SharedCounters(RedisSession session, CounterTable table, RefusalFlush flush) {
    this.session = session;
    this.table = table;
    this.flush = flush;
  }

  /**
   * How a request begins.
   *
   * @param counter its counter, held until it is back; null if there was no room for one
   * @param refusal if it is known that Redis would refuse it
   * @param number by which its counter knows it when it comes back from Redis
   * @param replays what must be replayed to Redis before it
   */
  record Start(
      @Nullable Counter counter, @Nullable Decision refusal, int number, List<Replay> replays) {
    static final Start UNSENT = new Start(null, null, InFlight.NONE, List.of());

    /** Returns the number by which a counter knows the request; none if another one saw it off. */
    int numberFor(Counter other) {
      return other == counter ? number : InFlight.NONE;
    }
  }

  /** Refuses a request that Redis would refuse, or sees it off to Redis. */
  Start start(LimitKey key, LimitPolicy policy, int weight, String name) {
    Outages outages = session.shards().outages(name);
    Start start =
        table.withOwn(
            key,
            policy,
            (counter, now) -> {
              OutageRecord record = counter.record(outages);
              Decision refusal = record.refuse(policy, weight, now, outages);
              if (refusal != null) {
                if (record.list()) {
                  flush.add(counter, policy, name);
                }
                return new Start(counter, refusal, InFlight.NONE, List.of());
              }
              // First what must be replayed: this request is not yet one of those on their way.
              List<Replay> replays = owed(record, name, now, outages);
              return new Start(counter, null, record.begin(weight), replays);
            });
    return start == null ? Start.UNSENT : start;
  }

  private List<Replay> owed(OutageRecord record, String name, long now, Outages outages) {
    return record.owed(now, outages, session::nextBatch, session.shards().redisMinusLocal(name));
  }

  /**
   * Has Redis decide.
   *
   * @param weight 0 only looks
   * @param start how the request began
   * @throws RedisFailure if there is no answer
   */
  Decision ask(LimitPolicy policy, int weight, Start start, String name) throws RedisFailure {
    long deadline = session.router().deadline();
    if (start.counter() != null && !start.replays().isEmpty()) {
      replay(start.counter(), start.replays(), name, deadline);
    }
    long asked = table.now();
    CounterReply reply = reply(policy, weight, name, deadline);
    if (start.counter() != null) {
      Outages outages = session.shards().outages(name);
      boolean lost =
          Boolean.TRUE.equals(
              table.held(
                  start.counter(),
                  (counter, now) -> {
                    OutageRecord record = counter.record(outages);
                    record.end(start.number(), weight, reply.passed());
                    return record.learn(policy, reply, asked, now, outages);
                  }));
      flush.noteLoss(lost);
    }
    return decision(policy, weight, reply);
  }

  private CounterReply reply(LimitPolicy policy, int weight, String name, long deadline)
      throws RedisFailure {
    if (policy.isSingleFixedWindow()) {
      int period = policy.windows().get(0).periodSeconds();
      Count count = session.router().ask(new Count(KeyNames.bytes(name), weight, period), deadline);
      return CounterReply.ofWindow(count.count(), count.ends(), count.redisNow());
    }
    return WindowsScript.decided(
        session.router().ask(WindowsScript.decide(name, policy, weight), deadline), policy);
  }

  private static Decision decision(LimitPolicy policy, int weight, CounterReply reply) {
    if (!policy.isSingleFixedWindow()) {
      return Answers.windows(
          policy,
          reply.numbers(),
          Math.max(1, weight),
          reply.passed(),
          0,
          Share.WHOLE,
          Source.REDIS);
    }
    WindowSettings window = policy.windows().get(0);
    long counted = weight == 0 ? reply.count() + 1 : reply.count();
    return Answers.fixed(
        policy,
        reply.count(),
        reply.left(window.periodSeconds()),
        counted <= window.limit(),
        Source.REDIS);
  }

  /** Decides without Redis. */
  Decision decideAlone(
      LimitKey key,
      LimitPolicy policy,
      int weight,
      Start start,
      boolean maybeCounted,
      String name) {
    Outages outages = session.shards().outages(name);
    return table.with(
        key,
        policy,
        (counter, now) ->
            counter
                .record(outages)
                .decide(
                    policy,
                    weight,
                    start.numberFor(counter),
                    maybeCounted,
                    now,
                    outages,
                    session.heartbeat().share()));
  }

  /** Counts a request no more that Redis has not decided. */
  void withdraw(Start start, int weight, String name) {
    if (start.counter() != null) {
      Outages outages = session.shards().outages(name);
      table.held(
          start.counter(),
          (counter, now) -> {
            counter.record(outages).end(start.number(), weight, false);
            return null;
          });
    }
  }

  private void replay(Counter counter, List<Replay> replays, String name, long deadline)
      throws RedisFailure {
    long asked = table.now();
    ScriptCommand command = session.router().ask(replay(counter, replays, name), deadline);
    replayed(counter, replays, command, asked);
  }

  /** Takes note that replays have arrived. */
  void replayed(Counter counter, List<Replay> replays, ScriptCommand command, long asked) {
    long last = replays.get(replays.size() - 1).batch();
    List<?> numbers = command.reply();
    CounterReply reply =
        counter.chargesRefusals()
            ? CounterReply.ofWindow(
                (Long) numbers.get(1), (Long) numbers.get(2), (Long) numbers.get(0))
            : new CounterReply(true, new double[0], (Long) numbers.get(0));
    table.held(
        counter,
        (held, now) -> {
          held.record(Outages.NONE).replayed(last, reply, asked);
          return null;
        });
  }

  /** All of a counter's replays go in one run, so that none can overtake another. */
  ScriptCommand replay(Counter counter, List<Replay> replays, String name) {
    List<String> arguments = new ArrayList<>();
    boolean fixed = counter.chargesRefusals();
    if (!fixed) {
      arguments.add("replay");
    }
    arguments.add(session.heartbeat().self());
    arguments.add(Integer.toString(replays.size()));
    replays.forEach(replay -> arguments.addAll(replay.arguments()));
    return new ScriptCommand(
        fixed ? Script.REPLAY : Script.WINDOWS,
        List.of(name, session.names().replayed(name)),
        arguments);
  }
}
