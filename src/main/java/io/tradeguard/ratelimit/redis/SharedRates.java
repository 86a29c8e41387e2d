package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.memory.Answers;
import io.tradeguard.ratelimit.memory.Arithmetic;
import io.tradeguard.ratelimit.memory.InFlight;
import io.tradeguard.ratelimit.memory.Ledger;
import io.tradeguard.ratelimit.memory.RateCarry;
import io.tradeguard.ratelimit.memory.Share;
import io.tradeguard.ratelimit.memory.SharedRate;
import io.tradeguard.ratelimit.memory.WindowsTally;
import io.tradeguard.settings.WindowSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Everything but single fixed windows: a refusal charges nothing, so none is owed. */
final class SharedRates implements Shared {
  private final RedisSession session;
  private final Ledger ledger;
  private final Queue<Refused> refusals = new ConcurrentLinkedQueue<>();

  SharedRates(RedisSession session, Ledger ledger) {
    this.session = session;
    this.ledger = ledger;
  }

  /** A counter that refuses without Redis. */
  private record Refused(WindowsTally tally, LimitPolicy policy) {}

  @Override
  public Start start(LimitKey key, LimitPolicy policy, int weight) {
    int outages = session.outages();
    Start start =
        ledger.withOwn(
            key,
            policy,
            (tally, now) -> {
              WindowsTally windows = (WindowsTally) tally;
              SharedRate shared = windows.shared(outages);
              Decision refusal = shared.refuse(policy, weight, now, outages);
              if (refusal == null) {
                // First what must be brought: this request is not yet one of those on their way.
                Bringing bring = bring(windows, now, outages);
                return new Start(windows, null, shared.begin(weight), bring);
              }
              if (shared.list()) {
                refusals.add(new Refused(windows, policy));
              }
              return new Start(windows, refusal, InFlight.NONE, null);
            });
    return start == null ? Start.UNSENT : start;
  }

  @Override
  public Decision ask(LimitKey key, LimitPolicy policy, int weight, Start start)
      throws RedisFailure {
    int outages = session.outages();
    long asked = ledger.now();
    WindowsAsk ask = session.ask(new WindowsAsk(name(key, policy), policy, weight, start.first()));
    if (start.bring() != null) {
      brought(start.bring(), outages);
    }
    if (start.counter() != null) {
      ledger.held(
          start.counter(),
          (tally, now) -> {
            SharedRate shared = ((WindowsTally) tally).shared(outages);
            shared.end(start.number(), weight, ask.passed);
            shared.learn(policy, ask.state, ask.redisNow, asked, now, outages);
            return null;
          });
    }
    return Answers.windows(
        policy, ask.state, Math.max(1, weight), ask.passed, 0, Share.WHOLE, Source.REDIS);
  }

  @Override
  public Decision decideAlone(
      LimitKey key, LimitPolicy policy, int weight, Start start, boolean maybeCounted) {
    return ledger.with(
        key,
        policy,
        (tally, now) ->
            ((WindowsTally) tally)
                .shared(session.outages())
                .decide(
                    policy,
                    weight,
                    start.numberFor(tally),
                    maybeCounted,
                    now,
                    session.outages(),
                    session.nodes().share()));
  }

  @Override
  public void withdraw(Start start, int weight) {
    if (start.counter() != null) {
      ledger.held(
          start.counter(),
          (tally, now) -> {
            ((WindowsTally) tally).shared(session.outages()).end(start.number(), weight, false);
            return null;
          });
    }
  }

  @Override
  public void flush() {
    int outages = session.outages();
    long asked = ledger.now();
    List<Refused> looked = new ArrayList<>();
    List<Refused> later = new ArrayList<>();
    for (Refused refused = refusals.poll(); refused != null; refused = refusals.poll()) {
      WindowsTally tally = refused.tally;
      boolean stale = ledger.locked(tally.key(), () -> tally.shared(outages).stale(asked));
      (stale ? looked : later).add(refused);
    }
    refusals.addAll(later);
    List<WindowsAsk> asks =
        looked.stream()
            .map(
                refused ->
                    new WindowsAsk(
                        name(refused.tally.key(), refused.policy), refused.policy, 0, List.of()))
            .toList();
    session.askAll(asks);
    for (int i = 0; i < asks.size(); i++) {
      WindowsAsk ask = asks.get(i);
      Refused refused = looked.get(i);
      try {
        ask.check();
        ledger.withOwn(
            refused.tally.key(),
            refused.policy,
            (tally, now) -> {
              ((WindowsTally) tally)
                  .shared(outages)
                  .learn(refused.policy, ask.state, ask.redisNow, asked, now, outages);
              return null;
            });
      } catch (RedisFailure failure) {
        // What is known is soon too old to refuse by.
      }
    }
  }

  @Override
  public void sweep() {
    int outages = session.outages();
    List<Bringing> brings = new ArrayList<>();
    ledger.forEach(
        (tally, now) -> {
          if (tally instanceof WindowsTally windows) {
            Bringing bring = bring(windows, now, outages);
            if (bring != null) {
              brings.add(bring);
            }
          }
        });
    Bringing.all(session, brings, ledger.now(), (bringing, asked) -> brought(bringing, outages));
  }

  private @Nullable Bringing bring(WindowsTally tally, long now, int outages) {
    List<RateCarry> carries =
        tally
            .shared(outages)
            .carries(now, outages, session::nextBatch, session.nodes().redisMinusLocal());
    if (carries.isEmpty()) {
      return null;
    }
    RateCarry last = carries.get(carries.size() - 1);
    CommandAsk ask = ask(tally.key().text(last.policy()), carries);
    return new Bringing(tally.key(), last.policy(), last.batch(), ask);
  }

  private CommandAsk ask(String name, List<RateCarry> carries) {
    List<String> arguments = new ArrayList<>();
    arguments.add("carry");
    arguments.add(session.nodes().self());
    arguments.add(Integer.toString(carries.size()));
    carries.forEach(carry -> add(arguments, carry));
    return CommandAsk.script(Script.WINDOWS, List.of(name, Shared.marker(name)), arguments);
  }

  private static void add(List<String> arguments, RateCarry carry) {
    arguments.add(Long.toString(carry.batch()));
    arguments.add(WindowsBatch.letter(carry.policy()));
    arguments.add(Integer.toString(carry.policy().windows().size()));
    for (int i = 0; i < carry.policy().windows().size(); i++) {
      WindowSettings window = carry.policy().windows().get(i);
      arguments.add(Integer.toString(window.limit()));
      arguments.add(Integer.toString(window.periodSeconds()));
      addNumbers(arguments, carry.known(), i);
      addNumbers(arguments, carry.delta(), i);
    }
  }

  private static void addNumbers(List<String> arguments, double[] numbers, int window) {
    for (int i = 0; i < Arithmetic.WIDTH; i++) {
      arguments.add(Double.toString(numbers[window * Arithmetic.WIDTH + i]));
    }
  }

  private void brought(Bringing bringing, int outages) {
    ledger.ifPresent(
        bringing.key(),
        bringing.policy(),
        (tally, now) -> {
          ((WindowsTally) tally).shared(outages).carried(bringing.batch());
          return null;
        });
  }

  private static byte[] name(LimitKey key, LimitPolicy policy) {
    return key.text(policy).getBytes(StandardCharsets.US_ASCII);
  }
}
