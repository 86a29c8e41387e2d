package io.tradeguard.backtest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest executions of a run, as many as can be marked on a chart. */
final class Executions {
  static final int MAX = 500;

  private final Deque<Execution> newest = new ArrayDeque<>();

  void add(Execution execution) {
    if (newest.size() == MAX) {
      newest.removeFirst();
    }
    newest.addLast(execution);
  }

  /** Returns at most {@link #MAX} executions, oldest first. */
  List<Execution> kept() {
    return List.copyOf(newest);
  }
}
