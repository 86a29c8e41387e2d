package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One part of the ledger, with its own lock (itself) and its own share of the capacity.
 *
 * <p>When it is full, a new key takes the place of the unblocked one nearest its window's end; of a
 * blocked one only if its window has ended. If there is no such key, the new one gets no tally.
 */
final class Stripe {
  private final int capacity;
  private final EndHeap unblocked = new EndHeap();
  private final EndHeap blocked = new EndHeap();
  private @Nullable Tally[] table = new Tally[8];
  private long evictions;

  Stripe(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return unblocked.size() + blocked.size();
  }

  long evictions() {
    return evictions;
  }

  @Nullable Tally find(LimitKey key, LimitPolicy policy, int hash) {
    for (Tally t = table[hash & (table.length - 1)]; t != null; t = t.next) {
      if (t.hash == hash && t.key.equals(key) && t.holds(policy)) {
        return t;
      }
    }
    return null;
  }

  @Nullable Tally findOrAdd(LimitKey key, LimitPolicy policy, int hash, long now) {
    Tally tally = find(key, policy, hash);
    return tally != null ? tally : add(key, policy, now);
  }

  /** Adds a tally for a key that has none; null if there is no room and nothing may go. */
  private @Nullable Tally add(LimitKey key, LimitPolicy policy, long now) {
    removeEnded(now);
    if (size() >= capacity) {
      Tally victim = victim();
      if (victim == null) {
        return null;
      }
      evictions++;
      remove(victim);
    }
    if (size() >= table.length) {
      grow();
    }
    Tally tally = Tally.create(key, policy);
    link(tally);
    unblocked.add(tally);
    return tally;
  }

  /** Finds the unblocked tally nearest its end that no request is under way for. */
  private @Nullable Tally victim() {
    List<Tally> pinned = new ArrayList<>(0);
    Tally first = unblocked.first();
    while (first != null && first.pinned()) {
      unblocked.remove(first);
      pinned.add(first);
      first = unblocked.first();
    }
    pinned.forEach(unblocked::add);
    return first;
  }

  /**
   * Files a tally anew after it was used; most uses change neither its window nor whether it is
   * blocked, and then its place is looked at by nobody: those beside it are seldom in the cache.
   *
   * @param endBefore its end before it was used
   */
  void used(Tally tally, long endBefore, long now) {
    boolean nowBlocked = tally.blocked(now);
    if (tally.heapIndex < 0 || (nowBlocked == tally.filedAsBlocked && tally.end() == endBefore)) {
      return;
    }
    if (nowBlocked == tally.filedAsBlocked) {
      heap(tally).moved(tally);
    } else {
      heap(tally).remove(tally);
      tally.filedAsBlocked = nowBlocked;
      heap(tally).add(tally);
    }
  }

  void remove(Tally tally) {
    heap(tally).remove(tally);
    int slot = tally.hash & (table.length - 1);
    Tally before = null;
    for (Tally t = table[slot]; t != null; t = t.next) {
      if (t == tally) {
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
    Tally t = table[Ledger.spread(key) & (table.length - 1)];
    while (t != null) {
      Tally next = t.next;
      if (t.key.equals(key)) {
        remove(t);
      }
      t = next;
    }
  }

  void forEach(Consumer<Tally> action) {
    for (Tally head : table) {
      for (Tally t = head; t != null; t = t.next) {
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

  private void removeIfEnded(@Nullable Tally tally, long now) {
    if (tally != null && tally.end() <= now && !tally.pinned()) {
      remove(tally);
    }
  }

  private EndHeap heap(Tally tally) {
    return tally.filedAsBlocked ? blocked : unblocked;
  }

  private void link(Tally tally) {
    int slot = tally.hash & (table.length - 1);
    tally.next = table[slot];
    table[slot] = tally;
  }

  private void grow() {
    @Nullable Tally[] old = table;
    table = new Tally[old.length * 2];
    for (Tally head : old) {
      Tally t = head;
      while (t != null) {
        Tally next = t.next;
        link(t);
        t = next;
      }
    }
  }
}
