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
 * <p>A counter is used only under the lock of its segment, through {@link #with}. When the table is
 * full of blocked keys, the new keys of a category share one overflow counter: nothing that is
 * blocked is ever freed to make room.
 */
public final class CounterTable {
  /** So many that two threads seldom want the same: then one must be put to sleep. */
  private static final int SEGMENTS = 256;

  private static final int KEYS_PER_SEGMENT = 256;

  private final LongSupplier micros;
  private final int capacity;
  private final TableSegment[] segments;
  private final Map<String, Counter> overflow = new ConcurrentHashMap<>();
  private final LongAdder overflows = new LongAdder();

  /**
   * Creates an empty table.
   *
   * @param capacity the most counters it holds
   * @param micros a clock that never goes back, in microseconds from any origin
   */
  public CounterTable(int capacity, LongSupplier micros) {
    this.capacity = capacity;
    this.micros = micros;
    // Small tables are one segment, so that their order of eviction is the exact one.
    int count = Integer.highestOneBit(Math.max(1, Math.min(SEGMENTS, capacity / KEYS_PER_SEGMENT)));
    segments = new TableSegment[count];
    for (int i = 0; i < count; i++) {
      segments[i] = new TableSegment(capacity / count + (i < capacity % count ? 1 : 0));
    }
  }

  /** Returns a clock for {@link #CounterTable}: the JVM's monotonic one, from now on. */
  public static LongSupplier monotonicMicros() {
    long origin = System.nanoTime();
    return () -> (System.nanoTime() - origin) / 1_000;
  }

  /** Returns the present microsecond of the table's clock. */
  public long now() {
    return micros.getAsLong();
  }

  /** What is done with a counter under its lock. */
  @FunctionalInterface
  public interface Use<R> {
    R on(Counter counter, long now);
  }

  /** What is done with a counter under its lock, if there is one; it may have no result. */
  @FunctionalInterface
  public interface Look<R> {
    @Nullable R on(Counter counter, long now);
  }

  /** Uses the counter of a key, or the overflow counter of its category if there is no room. */
  public <R> R with(LimitKey key, LimitPolicy policy, Use<R> use) {
    int hash = spread(key);
    TableSegment segment = segment(hash);
    long now = now();
    synchronized (segment) {
      Counter counter = segment.findOrAdd(key, policy, hash, now);
      if (counter != null) {
        long end = counter.end();
        R result = use.on(counter, now);
        segment.used(counter, end, now);
        return result;
      }
    }
    return withOverflow(key, policy, use, now);
  }

  /** Uses the counter of a key, if there is one or room for one. */
  public <R> @Nullable R withOwn(LimitKey key, LimitPolicy policy, Look<R> use) {
    int hash = spread(key);
    TableSegment segment = segment(hash);
    long now = now();
    synchronized (segment) {
      Counter counter = segment.findOrAdd(key, policy, hash, now);
      if (counter == null) {
        return null;
      }
      long end = counter.end();
      R result = use.on(counter, now);
      segment.used(counter, end, now);
      return result;
    }
  }

  /** Uses a counter that is held since it was found; it may have been removed since. */
  public <R> @Nullable R held(Counter counter, Look<R> use) {
    TableSegment segment = segment(counter.hash);
    long now = now();
    synchronized (segment) {
      long end = counter.end();
      R result = use.on(counter, now);
      segment.used(counter, end, now);
      return result;
    }
  }

  /** Does something under the lock that guards a key's counters. */
  public <R> R locked(LimitKey key, Supplier<R> action) {
    synchronized (segment(spread(key))) {
      return action.get();
    }
  }

  private <R> R withOverflow(LimitKey key, LimitPolicy policy, Use<R> use, long now) {
    overflows.increment();
    Counter shared =
        overflow.compute(
            key.category(),
            (n, old) -> old != null && old.holds(policy) ? old : Counter.create(key, policy));
    synchronized (shared) {
      return use.on(shared, now);
    }
  }

  /** Uses the counter of a key if it has one of its own. */
  public <R> @Nullable R ifPresent(LimitKey key, LimitPolicy policy, Look<R> use) {
    int hash = spread(key);
    TableSegment segment = segment(hash);
    long now = now();
    synchronized (segment) {
      Counter counter = segment.find(key, policy, hash);
      if (counter == null) {
        return null;
      }
      long end = counter.end();
      R result = use.on(counter, now);
      segment.used(counter, end, now);
      return result;
    }
  }

  /** Removes every counter of a key. */
  public void remove(LimitKey key) {
    TableSegment segment = segment(spread(key));
    synchronized (segment) {
      segment.removeAll(key);
    }
  }

  /** Visits every counter, a segment at a time under its lock; the visitor must not block. */
  public void forEach(BiConsumer<Counter, Long> visitor) {
    for (TableSegment segment : segments) {
      synchronized (segment) {
        Long now = now();
        segment.forEach(counter -> visitor.accept(counter, now));
      }
    }
  }

  public MemoryFigures figures() {
    int keys = 0;
    long evictions = 0;
    for (TableSegment segment : segments) {
      synchronized (segment) {
        keys += segment.size();
        evictions += segment.evictions();
      }
    }
    return new MemoryFigures(keys, capacity, evictions, overflows.sum());
  }

  private TableSegment segment(int hash) {
    return segments[(hash >>> 24) & (segments.length - 1)];
  }

  /** Spreads a key's hash over all bits: the upper ones choose the segment, the lower the slot. */
  static int spread(LimitKey key) {
    int h = key.hashCode() * 0x9E3779B9;
    return h ^ (h >>> 15);
  }
}
