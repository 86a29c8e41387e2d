package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.memory.Answers;
import io.tradeguard.ratelimit.memory.Counter;
import io.tradeguard.ratelimit.memory.CounterReply;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.InFlight;
import io.tradeguard.ratelimit.memory.OutageRecord;
import io.tradeguard.ratelimit.memory.Outages;
import io.tradeguard.ratelimit.memory.Replay;
import io.tradeguard.ratelimit.redis.wire.Command;
import io.tradeguard.ratelimit.redis.wire.Count;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.Script;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
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
   * A request that Redis is asked to decide.
   *
   * @param weight 0 only looks
   * @param start how the request began
   * @param asked when, by this node's clock
   */
  record Question(
      LimitPolicy policy, int weight, Start start, String name, Command command, long asked) {}

  /**
   * Makes what asks Redis to decide, once it has what must be replayed before.
   *
   * @throws RedisFailure if the replays have not arrived
   */
  Question question(LimitPolicy policy, int weight, Start start, String name, long deadline)
      throws RedisFailure {
    if (start.counter() != null && !start.replays().isEmpty()) {
      replay(start.counter(), start.replays(), name, deadline);
    }
    Command command =
        policy.isSingleFixedWindow()
            ? new Count(KeyNames.bytes(name), weight, policy.windows().get(0).periodSeconds())
            : WindowsScript.decide(name, policy, weight);
    return new Question(policy, weight, start, name, command, table.now());
  }

  /**
   * Has Redis decide.
   *
   * @throws RedisFailure if there is no answer
   */
  Decision ask(LimitPolicy policy, int weight, Start start, String name) throws RedisFailure {
    long deadline = session.router().deadline();
    Question question = question(policy, weight, start, name, deadline);
    session.router().ask(question.command(), deadline);
    return answered(question);
  }

  /** Takes note of an answer, and tells what it says. */
  Decision answered(Question question) {
    Start start = question.start();
    LimitPolicy policy = question.policy();
    CounterReply reply =
        question.command() instanceof Count count
            ? CounterReply.ofWindow(count.count(), count.ends(), count.redisNow())
            : WindowsScript.decided((ScriptCommand) question.command(), policy);
    if (start.counter() != null) {
      Outages outages = session.shards().outages(question.name());
      boolean lost =
          Boolean.TRUE.equals(
              table.held(
                  start.counter(),
                  (counter, now) -> {
                    OutageRecord record = counter.record(outages);
                    record.end(start.number(), question.weight(), reply.passed());
                    return record.learn(policy, reply, question.asked(), now, outages);
                  }));
      flush.noteLoss(lost);
    }
    return Answers.ofRedis(policy, question.weight(), reply);
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
