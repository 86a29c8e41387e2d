package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The bounded table of one node's leases. Those of a key are used by one thread at a time, and only
 * after those whose time is over have been taken out.
 */
final class LeaseTable {
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
   * @param most the most keys, and the most leases, that it holds
   */
  LeaseTable(LongSupplier micros, int most) {
    this.micros = micros;
    this.most = most;
  }

  /** What is done with the leases of a key. */
  @FunctionalInterface
  interface Use<R> {
    R on(LeasesOfKey leases, long now);
  }

  /** What is done with the leases of a key and has no result. */
  @FunctionalInterface
  interface Note {
    void on(LeasesOfKey leases, long now);
  }

  /** Uses the leases of a key, of which there may be none yet. */
  <R> R with(LimitKey key, Use<R> use) {
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

  /** Uses the leases of a key if anything is known of it; answers {@code otherwise} if not. */
  <R> R ifKnown(LimitKey key, R otherwise, Use<R> use) {
    return byKey.containsKey(key) ? with(key, use) : otherwise;
  }

  /** Takes note of something about a key, if it is known or there is room for it. */
  void note(LimitKey key, Note note) {
    if (takes(key)) {
      with(
          key,
          (leases, now) -> {
            note.on(leases, now);
            return key;
          });
    }
  }

  /** Whether something is known of a key, or there is room for it. */
  boolean takes(LimitKey key) {
    return byKey.containsKey(key) || byKey.size() < most;
  }

  /** Whether a lease is in its key's leases, or there is room for it. */
  boolean takes(LeasesOfKey leases, String number) {
    return leases.has(number) || held.get() < most;
  }

  /** Holds a place for a lease. */
  void hold(LeasesOfKey leases, String number, long until, boolean owed) {
    held.addAndGet(leases.hold(number, until, owed));
  }

  /** Takes a lease out, and remembers for a while that it has ended. */
  void end(LeasesOfKey leases, String number, long now, boolean owed) {
    held.addAndGet(-leases.end(number, now, owed));
  }

  /** Takes a lease out. */
  void drop(LeasesOfKey leases, String number) {
    held.addAndGet(-leases.drop(number));
  }

  /** Takes out all whose time is over, and returns the keys that there were. */
  List<LimitKey> expire() {
    List<LimitKey> keys = new ArrayList<>(byKey.keySet());
    keys.forEach(key -> with(key, (leases, now) -> key));
    return keys;
  }

  /** Once it is full, takes out those whose time is over, at most once a second. */
  void makeRoom() {
    long now = micros.getAsLong();
    long due = nextExpiry.get();
    if ((held.get() >= most || byKey.size() >= most)
        && now >= due
        && nextExpiry.compareAndSet(due, now + EXPIRY_MICROS)) {
      expire();
    }
  }

  /** Leases held, those among them whose time is over and that nobody has looked at since. */
  int held() {
    return held.get();
  }
}
