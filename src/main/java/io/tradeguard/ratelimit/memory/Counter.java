package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.Source;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for one key. Guarded by the lock of the {@link CounterTable}'s segment that holds
 * it, where it is a node of the hash chain and of the heap by end at once: that is most of what
 * keeps a key small.
 */
public abstract sealed class Counter permits FixedWindowCounter, RateCounter {
  final LimitKey key;

  /** The key's, spread: neighbours in the chain are told apart without a look at their keys. */
  final int hash;

  @Nullable Counter next;
  int heapIndex = -1;

  /** In which of the segment's heaps it stands. */
  boolean filedAsBlocked;

  Counter(LimitKey key) {
    this.key = key;
    this.hash = CounterTable.spread(key);
  }

  static Counter create(LimitKey key, LimitPolicy policy) {
    return policy.isSingleFixedWindow()
        ? new FixedWindowCounter(key)
        : new RateCounter(key, policy);
  }

  public LimitKey key() {
    return key;
  }

  /**
   * Returns how it stands to Redis's numbers.
   *
   * @param outages those that there have been, if the record is new
   */
  public abstract OutageRecord record(Outages outages);

  /** Returns how it stands to Redis's numbers; null if Redis never had a part in it. */
  public abstract @Nullable OutageRecord existingRecord();

  /** Whether refused requests count in it too: whether it is a single fixed window. */
  public abstract boolean chargesRefusals();

  /** Counts a request and decides it; a weight of 0 looks, as for a weight of 1. */
  abstract Decision decide(LimitPolicy policy, int weight, long now, Source source);

  /** Counts what has happened already. */
  abstract Decision record(LimitPolicy policy, int weight, long now, Source source);

  /** Takes back what was counted in the present window, as far as it was. */
  abstract void refund(LimitPolicy policy, int weight, long now);

  abstract boolean holds(LimitPolicy policy);

  /** When, in the table's microseconds, nothing will count any more. */
  abstract long end();

  /** Whether a request of weight 1 would be refused, as far as the last policy seen tells. */
  abstract boolean blocked(long now);

  abstract long count(long now);

  /** Whether a request that it counts has still to come back: it must not be removed meanwhile. */
  abstract boolean pinned();

  /** Whether it is in the table, not one that was removed. */
  public boolean isFiled() {
    return heapIndex >= 0;
  }

  /** The counter's name, as Redis would call it. */
  public abstract String name();
}
