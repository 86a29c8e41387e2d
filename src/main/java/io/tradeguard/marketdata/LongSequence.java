package io.tradeguard.marketdata;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in the order in which they came. They lie in pieces of 64 KiB: an array of a million
 * would be copied while it grows, and collectors treat such arrays apart (G1 begins to mark the
 * whole heap for them), for which every other call would wait.
 */
final class LongSequence {
  private static final int PIECE_BITS = 13;
  private static final int PIECE = 1 << PIECE_BITS;

  private final List<long[]> pieces = new ArrayList<>();
  private long[] last = {};
  private int size;

  void add(long value) {
    int at = size & (PIECE - 1);
    if (at == 0) {
      last = new long[PIECE];
      pieces.add(last);
    }
    last[at] = value;
    size++;
  }

  /** Returns a number by its place, from 0. */
  long get(int index) {
    return pieces.get(index >> PIECE_BITS)[index & (PIECE - 1)];
  }

  int size() {
    return size;
  }

  void clear() {
    pieces.clear();
    size = 0;
  }

  boolean hasSame(LongSequence other) {
    boolean same = size == other.size;
    for (int i = 0; same && i < size; i++) {
      same = get(i) == other.get(i);
    }
    return same;
  }
}
