package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.lease.LeaseAnswer;
import io.tradeguard.ratelimit.lease.LeaseAnswer.Outcome;
import io.tradeguard.ratelimit.lease.LeaseBackend;
import io.tradeguard.settings.OnRedisFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The leases that one node has given: all there are without Redis, and through an outage what the
 * node decides by. Then it gives its share of the places that were free when Redis was last heard
 * of, and places that its own leases give back; those that other nodes' leases give back nobody
 * takes until Redis is there again.
 */
public final class LocalLeases implements LeaseBackend {
  /** Where there is no Redis there is no outage, and this node has all places. */
  private static final Solitude ALONE = new Solitude(Outages.NONE, Share.WHOLE, () -> true);

  /** Ends of one key that are remembered, for a few seconds or until Redis hears of them. */
  private static final int MOST_ENDED = 10_000;

  private final LeaseTable table;

  /**
   * Creates an empty table.
   *
   * @param micros a clock that never goes back, in microseconds from any origin
   * @param most the most leases it keeps; what comes then is refused
   */
  public LocalLeases(LongSupplier micros, int most) {
    this.table = new LeaseTable(micros, most);
  }

  /**
   * How a node is alone.
   *
   * @param outages of the server that holds the key
   * @param share its part of what is free
   * @param away whether it is so still
   */
  public record Solitude(Outages outages, Share share, BooleanSupplier away) {}

  /**
   * What Redis lacks of one key.
   *
   * @param at when this was so, in microseconds
   * @param lasting numbers of leases that hold a place, and when they end, in microseconds
   * @param ended numbers of leases that do no more
   */
  public record Owed(long at, Map<String, Long> lasting, List<String> ended) {
    private static final Owed NOTHING = new Owed(0, Map.of(), List.of());

    public Owed {
      lasting = Map.copyOf(lasting);
      ended = List.copyOf(ended);
    }

    /** Tells for how many milliseconds a lease lasts still, at least 1. */
    public long millis(String number) {
      return Math.max(1, (lasting.getOrDefault(number, at) - at) / 1_000);
    }

    public boolean isNothing() {
      return lasting.isEmpty() && ended.isEmpty();
    }
  }

  @Override
  public LeaseAnswer take(Lease lease, Terms terms) {
    return take(lease, terms, ALONE, false).orElseThrow();
  }

  /**
   * Decides alone; empty if Redis is back. That is looked at while nobody else does anything with
   * the key's leases: what is given here Redis is told before it gives another.
   */
  public Optional<LeaseAnswer> take(Lease lease, Terms terms, Solitude solitude) {
    return take(lease, terms, solitude, true);
  }

  private Optional<LeaseAnswer> take(Lease lease, Terms terms, Solitude solitude, boolean outage) {
    boolean open = outage && terms.onRedisFailure() == OnRedisFailure.OPEN;
    table.makeRoom();
    if (!table.takes(lease.key())) {
      return Optional.of(answer(open ? Outcome.HELD : Outcome.REFUSED, 0));
    }
    String number = lease.number();
    return table.with(
        lease.key(),
        (leases, now) -> {
          if (!solitude.away().getAsBoolean()) {
            return Optional.empty();
          }
          boolean free = open || leases.hasRoom(number, terms.limit(), solitude);
          boolean kept = table.takes(leases, number);
          leases.answered(number);
          if (free && kept) {
            table.hold(leases, number, now + micros(terms), outage);
          }
          boolean given = open || (free && kept);
          return Optional.of(answer(given ? Outcome.HELD : Outcome.REFUSED, leases.running()));
        });
  }

  @Override
  public LeaseAnswer renew(Lease lease, Terms terms) {
    return table.with(
        lease.key(),
        (leases, now) -> {
          boolean lasts = leases.has(lease.number());
          if (lasts) {
            table.hold(leases, lease.number(), now + micros(terms), false);
          }
          return answer(lasts ? Outcome.HELD : Outcome.ENDED, leases.running());
        });
  }

  /** Takes the holder's word that a lease lasts: another node may have given it. */
  public LeaseAnswer adopt(Lease lease, Terms terms) {
    if (!table.takes(lease.key())) {
      return answer(Outcome.HELD, 0);
    }
    return table.with(
        lease.key(),
        (leases, now) -> {
          if (leases.hasEnded(lease.number())) {
            return answer(Outcome.ENDED, leases.running());
          }
          if (table.takes(leases, lease.number())) {
            table.hold(leases, lease.number(), now + micros(terms), true);
          }
          return answer(Outcome.HELD, leases.running());
        });
  }

  /** Redis is about to be asked for a lease: until there is an answer it may give it. */
  public void ask(Lease lease) {
    table.note(lease.key(), (leases, now) -> leases.ask(lease.number()));
  }

  /** Takes note of a lease that Redis has given or prolonged. */
  public void learn(Lease lease, Terms terms, int running) {
    table.note(
        lease.key(),
        (leases, now) -> {
          leases.answered(lease.number());
          if (!leases.hasEnded(lease.number()) && table.takes(leases, lease.number())) {
            table.hold(leases, lease.number(), now + micros(terms), false);
          }
          leases.learn(running, now);
        });
  }

  /** Redis has refused a lease, all places being taken. */
  public void refused(Lease lease, int running) {
    table.note(
        lease.key(),
        (leases, now) -> {
          leases.answered(lease.number());
          leases.learn(running, now);
        });
  }

  /** Takes note of how many there are of a key, none of them new. */
  public void learn(LimitKey key, int running) {
    table.note(key, (leases, now) -> leases.learn(running, now));
  }

  /**
   * Whether this node has seen a lease given, nobody has ended it here, and it lasts for a second
   * at least: if Redis does not have it, Redis has lost it.
   */
  public boolean surelyHolds(Lease lease) {
    return table.ifKnown(
        lease.key(), false, (leases, now) -> leases.surelyHas(lease.number(), now));
  }

  @Override
  public void end(Lease lease) {
    table.ifKnown(
        lease.key(),
        lease,
        (leases, now) -> {
          table.drop(leases, lease.number());
          return lease;
        });
  }

  /**
   * Gives a place back.
   *
   * @param owed whether Redis is to be told later
   */
  public void end(Lease lease, boolean owed) {
    table.note(
        lease.key(),
        (leases, now) -> {
          leases.answered(lease.number());
          // Nobody fills the memory with the ends of leases that there never were.
          if (leases.has(lease.number()) || leases.remembered() < MOST_ENDED) {
            table.end(leases, lease.number(), now, owed);
          }
        });
  }

  @Override
  public LeaseAnswer look(LimitKey key) {
    return answer(Outcome.HELD, table.ifKnown(key, 0, (leases, now) -> leases.running()));
  }

  /** Returns what Redis lacks of a key, as far as this node knows. */
  public Owed owed(LimitKey key, Outages outages) {
    return table.ifKnown(key, Owed.NOTHING, (leases, now) -> leases.owed(now, outages));
  }

  /** Redis has what it lacked. */
  public void paid(LimitKey key, Owed owed, Outages outages) {
    table.ifKnown(
        key,
        key,
        (leases, now) -> {
          leases.paid(owed, outages, now);
          return key;
        });
  }

  /** Returns the keys of which this node knows anything; ends those whose time is over. */
  public List<LimitKey> keys() {
    return table.expire();
  }

  @Override
  public int held() {
    table.expire();
    return table.held();
  }

  private static long micros(Terms terms) {
    return terms.seconds() * 1_000_000L;
  }

  private static LeaseAnswer answer(Outcome outcome, int running) {
    return new LeaseAnswer(outcome, running, Source.LOCAL);
  }
}
