package io.tradeguard.ratelimit.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tallies of one stripe by the end of their windows, the nearest first. */
final class EndHeap {
  private @Nullable Tally[] tallies = new Tally[4];
  private int size;

  int size() {
    return size;
  }

  @Nullable Tally first() {
    return size == 0 ? null : tallies[0];
  }

  void add(Tally tally) {
    if (size == tallies.length) {
      tallies = Arrays.copyOf(tallies, size + (size >> 1) + 1);
    }
    place(tally, size++);
    up(tally);
  }

  void remove(Tally tally) {
    int hole = tally.heapIndex;
    Tally last = at(--size);
    tallies[size] = null;
    tally.heapIndex = -1;
    if (last != tally) {
      place(last, hole);
      moved(last);
    }
  }

  /** Puts a tally right whose end has changed. */
  void moved(Tally tally) {
    up(tally);
    down(tally);
  }

  private void up(Tally tally) {
    int index = tally.heapIndex;
    while (index > 0) {
      Tally parent = at((index - 1) >> 1);
      if (parent.end() <= tally.end()) {
        break;
      }
      int above = parent.heapIndex;
      place(parent, index);
      index = above;
    }
    place(tally, index);
  }

  private void down(Tally tally) {
    int index = tally.heapIndex;
    while (2 * index + 1 < size) {
      Tally child = at(2 * index + 1);
      if (2 * index + 2 < size && at(2 * index + 2).end() < child.end()) {
        child = at(2 * index + 2);
      }
      if (tally.end() <= child.end()) {
        break;
      }
      int below = child.heapIndex;
      place(child, index);
      index = below;
    }
    place(tally, index);
  }

  private void place(Tally tally, int index) {
    tallies[index] = tally;
    tally.heapIndex = index;
  }

  private Tally at(int index) {
    Tally tally = tallies[index];
    if (tally == null) {
      throw new IllegalStateException("The heap has a hole at " + index);
    }
    return tally;
  }
}
