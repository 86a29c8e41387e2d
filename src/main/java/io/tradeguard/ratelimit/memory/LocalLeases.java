package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.lease.LeaseAnswer;
import io.tradeguard.ratelimit.lease.LeaseAnswer.Outcome;
import io.tradeguard.ratelimit.lease.LeaseBackend;
import io.tradeguard.settings.OnRedisFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

  private static final long EXPIRY_MICROS = 1_000_000;

  private final LongSupplier micros;
  private final int most;
  private final Map<LimitKey, LeasesOfKey> byKey = new ConcurrentHashMap<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicLong nextExpiry = new AtomicLong(Long.MIN_VALUE);

  /**
   * Creates an empty table.
   *
   * @param micros a clock that never goes back, in microseconds from any origin
   * @param most the most leases it keeps; what comes then is refused
   */
  public LocalLeases(LongSupplier micros, int most) {
    this.micros = micros;
    this.most = most;
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
    makeRoom();
    if (!knows(lease.key())) {
      return Optional.of(new LeaseAnswer(Outcome.REFUSED, 0, Source.LOCAL));
    }
    return on(
        lease.key(),
        (leases, now) -> {
          if (!solitude.away().getAsBoolean()) {
            return Optional.empty();
          }
          boolean free =
              leases.hasRoom(lease.number(), terms.limit(), solitude)
                  || (outage && terms.onRedisFailure() == OnRedisFailure.OPEN);
          leases.answered(lease.number());
          boolean fits = free && (leases.has(lease.number()) || held.get() < most);
          if (fits) {
            hold(leases, lease, now, terms.seconds(), outage);
          }
          return Optional.of(
              new LeaseAnswer(
                  fits ? Outcome.HELD : Outcome.REFUSED, leases.running(), Source.LOCAL));
        });
  }

  @Override
  public LeaseAnswer renew(Lease lease, Terms terms) {
    return on(
        lease.key(),
        (leases, now) -> {
          boolean lasts = leases.has(lease.number());
          if (lasts) {
            hold(leases, lease, now, terms.seconds(), false);
          }
          return new LeaseAnswer(
              lasts ? Outcome.HELD : Outcome.ENDED, leases.running(), Source.LOCAL);
        });
  }

  /** Takes the holder's word that a lease lasts: another node may have given it. */
  public LeaseAnswer adopt(Lease lease, Terms terms) {
    return on(
        lease.key(),
        (leases, now) -> {
          if (leases.hasEnded(lease.number())) {
            return new LeaseAnswer(Outcome.ENDED, leases.running(), Source.LOCAL);
          }
          if (leases.has(lease.number()) || held.get() < most) {
            hold(leases, lease, now, terms.seconds(), true);
          }
          return new LeaseAnswer(Outcome.HELD, leases.running(), Source.LOCAL);
        });
  }

  /** Takes note of a lease that Redis has given or prolonged. */
  public void learn(Lease lease, int seconds, int running) {
    if (!knows(lease.key())) {
      return;
    }
    on(
        lease.key(),
        (leases, now) -> {
          leases.answered(lease.number());
          if (!leases.hasEnded(lease.number())
              && (leases.has(lease.number()) || held.get() < most)) {
            hold(leases, lease, now, seconds, false);
          }
          leases.learn(running, now);
          return true;
        });
  }

  /** Redis is about to be asked for a lease: until there is an answer it may give it. */
  public void ask(Lease lease) {
    if (knows(lease.key())) {
      on(
          lease.key(),
          (leases, now) -> {
            leases.ask(lease.number());
            return true;
          });
    }
  }

  /** Redis has refused a lease, all places being taken. */
  public void refused(Lease lease, int running) {
    if (knows(lease.key())) {
      on(
          lease.key(),
          (leases, now) -> {
            leases.answered(lease.number());
            leases.learn(running, now);
            return true;
          });
    }
  }

  /** Takes note of how many there are of a key, none of them new. */
  public void learn(LimitKey key, int running) {
    if (knows(key)) {
      on(
          key,
          (leases, now) -> {
            leases.learn(running, now);
            return true;
          });
    }
  }

  /**
   * Whether this node has seen a lease given, nobody has ended it here, and it lasts for a second
   * at least: if Redis does not have it, Redis has lost it.
   */
  public boolean surelyHolds(Lease lease) {
    return byKey.containsKey(lease.key())
        && on(lease.key(), (leases, now) -> leases.surelyHas(lease.number(), now));
  }

  /** Once the table is full, looks for leases whose time is over, at most once a second. */
  private void makeRoom() {
    long now = micros.getAsLong();
    long due = nextExpiry.get();
    if ((held.get() >= most || byKey.size() >= most)
        && now >= due
        && nextExpiry.compareAndSet(due, now + EXPIRY_MICROS)) {
      keys();
    }
  }

  /** Whether there is something about a key, or room for it. */
  private boolean knows(LimitKey key) {
    return byKey.containsKey(key) || byKey.size() < most;
  }

  @Override
  public void end(Lease lease) {
    if (byKey.containsKey(lease.key())) {
      on(lease.key(), (leases, now) -> held.addAndGet(-leases.drop(lease.number())));
    }
  }

  /**
   * Gives a place back.
   *
   * @param owed whether Redis is to be told later
   */
  public void end(Lease lease, boolean owed) {
    if (!byKey.containsKey(lease.key()) && !(owed && knows(lease.key()))) {
      return;
    }
    on(
        lease.key(),
        (leases, now) -> {
          leases.answered(lease.number());
          // Nobody fills the memory with the ends of leases that there never were.
          boolean known = leases.has(lease.number()) || leases.remembered() < MOST_ENDED;
          held.addAndGet(known ? -leases.end(lease.number(), now, owed) : 0);
          return true;
        });
  }

  @Override
  public LeaseAnswer look(LimitKey key) {
    int running = byKey.containsKey(key) ? on(key, (leases, now) -> leases.running()) : 0;
    return new LeaseAnswer(Outcome.HELD, running, Source.LOCAL);
  }

  /** Returns what Redis lacks of a key, as far as this node knows. */
  public Owed owed(LimitKey key, Outages outages) {
    return byKey.containsKey(key)
        ? on(key, (leases, now) -> leases.owed(now, outages))
        : Owed.NOTHING;
  }

  /** Redis has what it lacked. */
  public void paid(LimitKey key, Owed owed, Outages outages) {
    if (byKey.containsKey(key)) {
      on(
          key,
          (leases, now) -> {
            leases.paid(owed, outages, now);
            return true;
          });
    }
  }

  /** Returns the keys of which this node has given leases; ends those whose time is over. */
  public List<LimitKey> keys() {
    List<LimitKey> keys = new ArrayList<>(byKey.keySet());
    keys.forEach(key -> on(key, (leases, now) -> true));
    return keys;
  }

  @Override
  public int held() {
    keys();
    return held.get();
  }

  private void hold(LeasesOfKey leases, Lease lease, long now, int seconds, boolean alone) {
    held.addAndGet(leases.hold(lease.number(), now + seconds * 1_000_000L, alone));
  }

  /** What is done with the leases of a key while nobody else does anything with them. */
  private interface Use<R> {
    R on(LeasesOfKey leases, long now);
  }

  private <R> R on(LimitKey key, Use<R> use) {
    List<R> result = new ArrayList<>(1);
    byKey.compute(
        key,
        (k, known) -> {
          LeasesOfKey leases = known == null ? new LeasesOfKey() : known;
          long now = micros.getAsLong();
          held.addAndGet(-leases.expire(now));
          result.add(use.on(leases, now));
          return leases.isIdle(now) ? null : leases;
        });
    return result.get(0);
  }
}
