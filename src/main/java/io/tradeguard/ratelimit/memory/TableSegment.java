package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One part of the table, with its own lock (itself) and its own share of the capacity.
 *
 * <p>When it is full, a new key takes the place of the unblocked one nearest its window's end; of a
 * blocked one only if its window has ended. If there is no such key, the new one gets no counter.
 */
final class TableSegment {
  private final int capacity;
  private final EndHeap unblocked = new EndHeap();
  private final EndHeap blocked = new EndHeap();
  private @Nullable Counter[] table = new Counter[8];
  private long evictions;

  TableSegment(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return unblocked.size() + blocked.size();
  }

  long evictions() {
    return evictions;
  }

  @Nullable Counter find(LimitKey key, LimitPolicy policy, int hash) {
    for (Counter t = table[hash & (table.length - 1)]; t != null; t = t.next) {
      if (t.hash == hash && t.key.equals(key) && t.holds(policy)) {
        return t;
      }
    }
    return null;
  }

  @Nullable Counter findOrAdd(LimitKey key, LimitPolicy policy, int hash, long now) {
    Counter counter = find(key, policy, hash);
    return counter != null ? counter : add(key, policy, now);
  }

  /** Adds a counter for a key that has none; null if there is no room and nothing may go. */
  private @Nullable Counter add(LimitKey key, LimitPolicy policy, long now) {
    removeEnded(now);
    if (size() >= capacity) {
      Counter victim = victim();
      if (victim == null) {
        return null;
      }
      evictions++;
      remove(victim);
    }
    if (size() >= table.length) {
      grow();
    }
    Counter counter = Counter.create(key, policy);
    link(counter);
    unblocked.add(counter);
    return counter;
  }

  /** Finds the unblocked counter nearest its end that no request is under way for. */
  private @Nullable Counter victim() {
    List<Counter> pinned = new ArrayList<>(0);
    Counter first = unblocked.first();
    while (first != null && first.pinned()) {
      unblocked.remove(first);
      pinned.add(first);
      first = unblocked.first();
    }
    pinned.forEach(unblocked::add);
    return first;
  }

  /**
   * Files a counter anew after it was used; most uses change neither its window nor whether it is
   * blocked, and then its place is looked at by nobody: those beside it are seldom in the cache.
   *
   * @param endBefore its end before it was used
   */
  void used(Counter counter, long endBefore, long now) {
    boolean nowBlocked = counter.blocked(now);
    if (counter.heapIndex < 0
        || (nowBlocked == counter.filedAsBlocked && counter.end() == endBefore)) {
      return;
    }
    if (nowBlocked == counter.filedAsBlocked) {
      heap(counter).moved(counter);
    } else {
      heap(counter).remove(counter);
      counter.filedAsBlocked = nowBlocked;
      heap(counter).add(counter);
    }
  }

  void remove(Counter counter) {
    heap(counter).remove(counter);
    int slot = counter.hash & (table.length - 1);
    Counter before = null;
    for (Counter t = table[slot]; t != null; t = t.next) {
      if (t == counter) {
        if (before == null) {
          table[slot] = t.next;
        } else {
          before.next = t.next;
        }
        return;
      }
      before = t;
    }
  }

  void removeAll(LimitKey key) {
    Counter t = table[CounterTable.spread(key) & (table.length - 1)];
    while (t != null) {
      Counter next = t.next;
      if (t.key.equals(key)) {
        remove(t);
      }
      t = next;
    }
  }

  void forEach(Consumer<Counter> action) {
    for (Counter head : table) {
      for (Counter t = head; t != null; t = t.next) {
        action.accept(t);
      }
    }
  }

  /** A few each time: so what has ended goes as fast as new keys come. */
  private void removeEnded(long now) {
    for (int i = 0; i < 2; i++) {
      removeIfEnded(unblocked.first(), now);
      removeIfEnded(blocked.first(), now);
    }
  }

  private void removeIfEnded(@Nullable Counter counter, long now) {
    if (counter != null && counter.end() <= now && !counter.pinned()) {
      remove(counter);
    }
  }

  private EndHeap heap(Counter counter) {
    return counter.filedAsBlocked ? blocked : unblocked;
  }

  private void link(Counter counter) {
    int slot = counter.hash & (table.length - 1);
    counter.next = table[slot];
    table[slot] = counter;
  }

  private void grow() {
    @Nullable Counter[] old = table;
    table = new Counter[old.length * 2];
    for (Counter head : old) {
      Counter t = head;
      while (t != null) {
        Counter next = t.next;
        link(t);
        t = next;
      }
    }
  }
}
