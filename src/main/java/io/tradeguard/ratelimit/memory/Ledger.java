package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.MemoryFigures;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded table of one node's counters.
 *
 * <p>A counter is used only under the lock of its stripe, through {@link #with}. When the table is
 * full of blocked keys, the new keys of a category share one overflow counter: nothing that is
 * blocked is ever freed to make room.
 */
public final class Ledger {
  /** So many that two threads seldom want the same: then one must be put to sleep. */
  private static final int STRIPES = 256;

  private static final int KEYS_PER_STRIPE = 256;

  private final LongSupplier micros;
  private final int capacity;
  private final Stripe[] stripes;
  private final Map<String, Tally> overflow = new ConcurrentHashMap<>();
  private final LongAdder overflows = new LongAdder();

  /**
   * Creates an empty table.
   *
   * @param capacity the most counters it holds
   * @param micros a clock that never goes back, in microseconds from any origin
   */
  public Ledger(int capacity, LongSupplier micros) {
    this.capacity = capacity;
    this.micros = micros;
    // Small tables are one stripe, so that their order of eviction is the exact one.
    int count = Integer.highestOneBit(Math.max(1, Math.min(STRIPES, capacity / KEYS_PER_STRIPE)));
    stripes = new Stripe[count];
    for (int i = 0; i < count; i++) {
      stripes[i] = new Stripe(capacity / count + (i < capacity % count ? 1 : 0));
    }
  }

  /** Returns a clock for {@link #Ledger}: the JVM's monotonic one, from now on. */
  public static LongSupplier monotonicMicros() {
    long origin = System.nanoTime();
    return () -> (System.nanoTime() - origin) / 1_000;
  }

  /** Returns the present microsecond of the ledger's clock. */
  public long now() {
    return micros.getAsLong();
  }

  /** What is done with a counter under its lock. */
  @FunctionalInterface
  public interface Use<R> {
    R on(Tally tally, long now);
  }

  /** What is done with a counter under its lock, if there is one; it may have no result. */
  @FunctionalInterface
  public interface Look<R> {
    @Nullable R on(Tally tally, long now);
  }

  /** Uses the counter of a key, or the overflow counter of its category if there is no room. */
  public <R> R with(LimitKey key, LimitPolicy policy, Use<R> use) {
    int hash = spread(key);
    Stripe stripe = stripe(hash);
    long now = now();
    synchronized (stripe) {
      Tally tally = stripe.findOrAdd(key, policy, hash, now);
      if (tally != null) {
        long end = tally.end();
        R result = use.on(tally, now);
        stripe.used(tally, end, now);
        return result;
      }
    }
    return withOverflow(key, policy, use, now);
  }

  /** Uses the counter of a key, if there is one or room for one. */
  public <R> @Nullable R withOwn(LimitKey key, LimitPolicy policy, Look<R> use) {
    int hash = spread(key);
    Stripe stripe = stripe(hash);
    long now = now();
    synchronized (stripe) {
      Tally tally = stripe.findOrAdd(key, policy, hash, now);
      if (tally == null) {
        return null;
      }
      long end = tally.end();
      R result = use.on(tally, now);
      stripe.used(tally, end, now);
      return result;
    }
  }

  /** Uses a counter that is held since it was found; it may have been removed since. */
  public <R> @Nullable R held(Tally tally, Look<R> use) {
    Stripe stripe = stripe(tally.hash);
    long now = now();
    synchronized (stripe) {
      long end = tally.end();
      R result = use.on(tally, now);
      stripe.used(tally, end, now);
      return result;
    }
  }

  /** Does something under the lock that guards a key's counters. */
  public <R> R locked(LimitKey key, Supplier<R> action) {
    synchronized (stripe(spread(key))) {
      return action.get();
    }
  }

  private <R> R withOverflow(LimitKey key, LimitPolicy policy, Use<R> use, long now) {
    overflows.increment();
    Tally shared =
        overflow.compute(
            key.category(),
            (n, old) -> old != null && old.holds(policy) ? old : Tally.create(key, policy));
    synchronized (shared) {
      return use.on(shared, now);
    }
  }

  /** Uses the counter of a key if it has one of its own. */
  public <R> @Nullable R ifPresent(LimitKey key, LimitPolicy policy, Look<R> use) {
    int hash = spread(key);
    Stripe stripe = stripe(hash);
    long now = now();
    synchronized (stripe) {
      Tally tally = stripe.find(key, policy, hash);
      if (tally == null) {
        return null;
      }
      long end = tally.end();
      R result = use.on(tally, now);
      stripe.used(tally, end, now);
      return result;
    }
  }

  /** Removes every counter of a key. */
  public void remove(LimitKey key) {
    Stripe stripe = stripe(spread(key));
    synchronized (stripe) {
      stripe.removeAll(key);
    }
  }

  /** Visits every counter, a stripe at a time under its lock; the visitor must not block. */
  public void forEach(BiConsumer<Tally, Long> visitor) {
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        Long now = now();
        stripe.forEach(tally -> visitor.accept(tally, now));
      }
    }
  }

  public MemoryFigures figures() {
    int keys = 0;
    long evictions = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        keys += stripe.size();
        evictions += stripe.evictions();
      }
    }
    return new MemoryFigures(keys, capacity, evictions, overflows.sum());
  }

  private Stripe stripe(int hash) {
    return stripes[(hash >>> 24) & (stripes.length - 1)];
  }

  /** Spreads a key's hash over all bits: the upper ones choose the stripe, the lower the slot. */
  static int spread(LimitKey key) {
    int h = key.hashCode() * 0x9E3779B9;
    return h ^ (h >>> 15);
  }
}
