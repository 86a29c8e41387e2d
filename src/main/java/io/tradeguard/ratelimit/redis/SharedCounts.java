package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.memory.Answers;
import io.tradeguard.ratelimit.memory.Carry;
import io.tradeguard.ratelimit.memory.FixedTally;
import io.tradeguard.ratelimit.memory.InFlight;
import io.tradeguard.ratelimit.memory.Ledger;
import io.tradeguard.ratelimit.memory.SharedCount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Single fixed windows: refused requests count too, so this node owes Redis its own refusals. */
final class SharedCounts implements Shared {
  /** Finds a key's counter, which there is one of whatever the limit. */
  private static final LimitPolicy ANY = LimitPolicy.fixedWindow(1, 1);

  private final RedisSession session;
  private final Ledger ledger;
  private final Queue<FixedTally> refusals = new ConcurrentLinkedQueue<>();

  SharedCounts(RedisSession session, Ledger ledger) {
    this.session = session;
    this.ledger = ledger;
  }

  @Override
  public Start start(LimitKey key, LimitPolicy policy, int weight) {
    int outages = session.outages();
    Start start =
        ledger.withOwn(
            key,
            policy,
            (tally, now) -> {
              FixedTally fixed = (FixedTally) tally;
              SharedCount shared = fixed.shared(outages);
              if (!shared.refuses(policy, weight, now, outages)) {
                // First what must be brought: this request is not yet one of those on their way.
                Bringing bring = bring(fixed, now, outages);
                return new Start(fixed, null, shared.begin(weight), bring);
              }
              if (shared.list()) {
                refusals.add(fixed);
              }
              return new Start(fixed, shared.refusal(policy, now), InFlight.NONE, null);
            });
    return start == null ? Start.UNSENT : start;
  }

  @Override
  public Decision ask(LimitKey key, LimitPolicy policy, int weight, Start start)
      throws RedisFailure {
    int outages = session.outages();
    long asked = ledger.now();
    CountAsk ask =
        session.ask(
            new CountAsk(
                key.text().getBytes(StandardCharsets.US_ASCII),
                weight,
                policy.windows().get(0).periodSeconds(),
                0,
                start.first()));
    if (start.bring() != null) {
      brought(start.bring(), asked, outages);
    }
    if (start.counter() != null) {
      ledger.held(
          start.counter(),
          (tally, now) -> {
            FixedTally fixed = (FixedTally) tally;
            fixed.rule(policy);
            fixed.shared(outages).end(start.number(), weight);
            fixed.shared(outages).learn(ask.count, ask.ends, ask.left(), asked, now, outages);
            return null;
          });
    }
    long counted = weight == 0 ? ask.count + 1 : ask.count;
    return Answers.fixed(
        policy, ask.count, ask.left(), counted <= policy.windows().get(0).limit(), Source.REDIS);
  }

  @Override
  public Decision decideAlone(
      LimitKey key, LimitPolicy policy, int weight, Start start, boolean maybeCounted) {
    return ledger.with(
        key,
        policy,
        (tally, now) ->
            ((FixedTally) tally)
                .shared(session.outages())
                .decide(
                    policy,
                    weight,
                    start.numberFor(tally),
                    maybeCounted,
                    now,
                    session.nodes().share()));
  }

  @Override
  public void withdraw(Start start, int weight) {
    if (start.counter() != null) {
      ledger.held(
          start.counter(),
          (tally, now) -> {
            ((FixedTally) tally).shared(session.outages()).end(start.number(), weight);
            return null;
          });
    }
  }

  @Override
  public void flush() {
    List<FixedTally> tallies = new ArrayList<>();
    for (FixedTally t = refusals.poll(); t != null; t = refusals.poll()) {
      tallies.add(t);
    }
    int outages = session.outages();
    long asked = ledger.now();
    List<CountAsk> asks = new ArrayList<>(tallies.size());
    for (FixedTally tally : tallies) {
      asks.add(
          ledger.locked(
              tally.key(),
              () -> {
                SharedCount shared = tally.shared(outages);
                return new CountAsk(
                    tally.key().text().getBytes(StandardCharsets.US_ASCII),
                    (int) Math.min(Integer.MAX_VALUE, shared.take()),
                    1,
                    shared.window(),
                    List.of());
              }));
    }
    session.askAll(asks);
    for (int i = 0; i < asks.size(); i++) {
      flushed(tallies.get(i), asks.get(i), asked, outages);
    }
  }

  private void flushed(FixedTally tally, CountAsk ask, long asked, int outages) {
    try {
      ask.check();
      ledger.locked(
          tally.key(),
          () -> {
            tally
                .shared(outages)
                .taken(ask.window, ask.count, ask.ends, ask.left(), asked, ledger.now(), outages);
            return null;
          });
    } catch (RedisFailure failure) {
      ledger.locked(
          tally.key(),
          () -> {
            tally.shared(outages).notTaken(failure.maybeDone());
            return null;
          });
      session.countedAlone();
    }
  }

  @Override
  public void sweep() {
    int outages = session.outages();
    List<Bringing> brings = new ArrayList<>();
    ledger.forEach(
        (tally, now) -> {
          if (tally instanceof FixedTally fixed) {
            Bringing bring = bring(fixed, now, outages);
            if (bring != null) {
              brings.add(bring);
            }
          }
        });
    Bringing.all(
        session, brings, ledger.now(), (bringing, asked) -> brought(bringing, asked, outages));
  }

  private @Nullable Bringing bring(FixedTally tally, long now, int outages) {
    List<Carry> carries =
        tally
            .shared(outages)
            .carries(now, outages, session::nextBatch, session.nodes().redisMinusLocal());
    return carries.isEmpty()
        ? null
        : new Bringing(tally.key(), ANY, last(carries), ask(tally, carries));
  }

  private static long last(List<Carry> carries) {
    return carries.get(carries.size() - 1).batch();
  }

  private CommandAsk ask(FixedTally tally, List<Carry> carries) {
    String key = tally.key().text();
    List<String> arguments = new ArrayList<>(List.of(session.nodes().self()));
    for (Carry carry : carries) {
      arguments.add(Long.toString(carry.batch()));
      arguments.add(Long.toString(carry.known()));
      arguments.add(Long.toString(carry.delta()));
      arguments.add(Long.toString(carry.windowEnd()));
      arguments.add(Long.toString(tally.period() * 1_000L));
    }
    return CommandAsk.script(Script.CARRY, List.of(key, Shared.marker(key)), arguments);
  }

  private void brought(Bringing bringing, long asked, int outages) {
    List<?> reply = bringing.reply();
    long now = (Long) reply.get(0);
    long count = (Long) reply.get(1);
    long ends = (Long) reply.get(2);
    ledger.ifPresent(
        bringing.key(),
        ANY,
        (tally, local) -> {
          ((FixedTally) tally)
              .shared(outages)
              .carried(bringing.batch(), count, ends, ends * 1_000 - now, asked);
          return null;
        });
  }
}
