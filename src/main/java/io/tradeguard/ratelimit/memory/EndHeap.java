package io.tradeguard.ratelimit.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counters of one segment by the end of their windows, the nearest first. */
final class EndHeap {
  private @Nullable Counter[] counters = new Counter[4];
  private int size;

  int size() {
    return size;
  }

  @Nullable Counter first() {
    return size == 0 ? null : counters[0];
  }

  void add(Counter counter) {
    if (size == counters.length) {
      counters = Arrays.copyOf(counters, size + (size >> 1) + 1);
    }
    place(counter, size++);
    up(counter);
  }

  void remove(Counter counter) {
    int hole = counter.heapIndex;
    Counter last = at(--size);
    counters[size] = null;
    counter.heapIndex = -1;
    if (last != counter) {
      place(last, hole);
      moved(last);
    }
  }

  /** Puts a counter right whose end has changed. */
  void moved(Counter counter) {
    up(counter);
    down(counter);
  }

  private void up(Counter counter) {
    int index = counter.heapIndex;
    while (index > 0) {
      Counter parent = at((index - 1) >> 1);
      if (parent.end() <= counter.end()) {
        break;
      }
      int above = parent.heapIndex;
      place(parent, index);
      index = above;
    }
    place(counter, index);
  }

  private void down(Counter counter) {
    int index = counter.heapIndex;
    while (2 * index + 1 < size) {
      Counter child = at(2 * index + 1);
      if (2 * index + 2 < size && at(2 * index + 2).end() < child.end()) {
        child = at(2 * index + 2);
      }
      if (counter.end() <= child.end()) {
        break;
      }
      int below = child.heapIndex;
      place(child, index);
      index = below;
    }
    place(counter, index);
  }

  private void place(Counter counter, int index) {
    counters[index] = counter;
    counter.heapIndex = index;
  }

  private Counter at(int index) {
    Counter counter = counters[index];
    if (counter == null) {
      throw new IllegalStateException("The heap has a hole at " + index);
    }
    return counter;
  }
}
