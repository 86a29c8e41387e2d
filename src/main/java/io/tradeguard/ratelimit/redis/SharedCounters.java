package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.ratelimit.RateLimiter.Request;
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

    /** Returns the same, but that another command of the same batch brings its replays. */
    Start behindThem() {
      return new Start(counter, refusal, number, List.of());
    }

    /** Returns the number by which a counter knows the request; none if another one saw it off. */
    int numberFor(Counter other) {
      return other == counter ? number : InFlight.NONE;
    }
  }

  /** Refuses a request that Redis would refuse, or sees it off to Redis. */
  Start start(Request request, String name) {
    LimitPolicy policy = request.policy();
    int weight = request.weight();
    Outages outages = session.shards().outages(name);
    Start start =
        table.withOwn(
            request.key(),
            policy,
            (counter, now) -> {
              OutageRecord record = counter.record(outages);
              // What has happened counts: elsewhere than in a single fixed window only Redis can.
              Decision refusal =
                  request.mode() == Mode.RECORD && !counter.chargesRefusals()
                      ? null
                      : record.refuse(policy, weight, now, outages);
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

  /**
   * Begins a refund: what must be replayed, itself the last. A window that begins once nobody waits
   * for it any more is left alone.
   */
  Start startRefund(Request request, String name, long deadline) {
    LimitPolicy policy = request.policy();
    Outages outages = session.shards().outages(name);
    long waits = Math.max(0, deadline - System.nanoTime()) / 1_000;
    long latest = table.now() + session.shards().redisMinusLocal(name) + waits;
    Start start =
        table.withOwn(
            request.key(),
            policy,
            (counter, now) -> {
              OutageRecord record = counter.record(outages);
              owed(record, name, now, outages);
              List<Replay> replays =
                  record.refund(policy, request.weight(), now, session.nextBatch(), latest);
              return new Start(counter, null, InFlight.NONE, replays);
            });
    return start == null
        ? new Start(
            null,
            null,
            InFlight.NONE,
            List.of(Replay.ofRefund(session.nextBatch(), request.weight(), latest, policy)))
        : start;
  }

  private List<Replay> owed(OutageRecord record, String name, long now, Outages outages) {
    return record.owed(now, outages, session::nextBatch, session.shards().redisMinusLocal(name));
  }

  /**
   * A request that Redis is asked to decide.
   *
   * @param start how the request began
   * @param asked when, by this node's clock
   */
  record Question(Request request, Start start, String name, Command command, long asked) {}

  /**
   * Makes what asks Redis to decide, once it has what must be replayed before.
   *
   * @throws RedisFailure if the replays have not arrived
   */
  Question question(Request request, Start start, String name, long deadline) throws RedisFailure {
    if (request.mode() != Mode.REFUND && start.counter() != null && !start.replays().isEmpty()) {
      replay(start.counter(), start.replays(), name, deadline);
    }
    return new Question(request, start, name, command(request, start, name), table.now());
  }

  private Command command(Request request, Start start, String name) {
    LimitPolicy policy = request.policy();
    if (request.mode() == Mode.REFUND) {
      ScriptCommand refund = replay(policy.isSingleFixedWindow(), start.replays(), name);
      // Counts of a single fixed window are no scripts: they could overtake one that Redis lacks.
      return policy.isSingleFixedWindow() ? refund.whole() : refund;
    }
    if (policy.isSingleFixedWindow()) {
      return new Count(
          KeyNames.bytes(name), request.weight(), policy.windows().get(0).periodSeconds());
    }
    return request.mode() == Mode.RECORD
        ? WindowsScript.record(name, policy, request.weight())
        : WindowsScript.decide(name, policy, request.weight());
  }

  /**
   * Has Redis decide.
   *
   * @throws RedisFailure if there is no answer
   */
  Decision ask(Request request, Start start, String name) throws RedisFailure {
    long deadline = session.router().deadline();
    Question question = question(request, start, name, deadline);
    session.router().ask(question.command(), deadline);
    return answered(question);
  }

  /** Takes note of an answer, and tells what it says. */
  Decision answered(Question question) {
    Request request = question.request();
    Start start = question.start();
    LimitPolicy policy = request.policy();
    if (request.mode() == Mode.REFUND) {
      return refunded(question);
    }
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
                    record.end(start.number(), request.weight(), reply.passed());
                    return record.learn(policy, reply, question.asked(), now, outages);
                  }));
      flush.noteLoss(lost);
    }
    Decision decision = Answers.ofRedis(policy, request.weight(), reply);
    return request.mode() == Mode.RECORD ? decision.passing() : decision;
  }

  private Decision refunded(Question question) {
    Start start = question.start();
    LimitPolicy policy = question.request().policy();
    ScriptCommand command = (ScriptCommand) question.command();
    if (start.counter() != null) {
      replayed(start.counter(), start.replays(), command, question.asked());
    }
    CounterReply reply =
        policy.isSingleFixedWindow() ? window(command) : WindowsScript.decided(command, policy);
    return Answers.ofRedis(policy, 0, reply).passing();
  }

  private static CounterReply window(ScriptCommand command) {
    List<?> numbers = command.reply();
    return CounterReply.ofWindow(
        (Long) numbers.get(1), (Long) numbers.get(2), (Long) numbers.get(0));
  }

  /** Takes back what this node knows to be counted; what it does not know it leaves alone. */
  void refundAlone(Request request, String name) {
    Outages outages = session.shards().outages(name);
    table.ifPresent(
        request.key(),
        request.policy(),
        (counter, now) -> {
          counter
              .record(outages)
              .refundAlone(
                  request.policy(), request.weight(), now, outages, session.heartbeat().share());
          return null;
        });
  }

  /** Decides without Redis. */
  Decision decideAlone(Request request, Start start, boolean maybeCounted, String name) {
    Outages outages = session.shards().outages(name);
    return table.with(
        request.key(),
        request.policy(),
        (counter, now) ->
            counter
                .record(outages)
                .decide(
                    request,
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
    ScriptCommand command =
        session.router().ask(replay(counter.chargesRefusals(), replays, name), deadline);
    replayed(counter, replays, command, asked);
  }

  /** Takes note that replays have arrived. */
  void replayed(Counter counter, List<Replay> replays, ScriptCommand command, long asked) {
    long last = replays.get(replays.size() - 1).batch();
    CounterReply reply =
        counter.chargesRefusals()
            ? window(command)
            : new CounterReply(true, new double[0], (Long) command.reply().get(0));
    table.held(
        counter,
        (held, now) -> {
          held.record(Outages.NONE).replayed(last, reply, asked);
          return null;
        });
  }

  /** All of a counter's replays go in one run, so that none can overtake another. */
  ScriptCommand replay(boolean fixed, List<Replay> replays, String name) {
    List<String> arguments = new ArrayList<>();
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
