package io.tradeguard.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How often each test class has started a server; see {@link TestTimes}. */
final class Boots {
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private static final Map<String, AtomicInteger> COUNTS = new ConcurrentSkipListMap<>();

  private Boots() {}

  /** Counts one for the test class that is farthest up the stack, or for the shared server. */
  static void count() {
    String starter =
        STACK.walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getDeclaringClass)
                    .map(Class::getName)
                    .filter(name -> name.startsWith("io.tradeguard.") && name.endsWith("IT"))
                    .reduce((inner, outer) -> outer)
                    .orElse("shared"));
    COUNTS.computeIfAbsent(starter, first -> new AtomicInteger()).incrementAndGet();
  }

  /** Returns the counts by the name of the test class. */
  static Map<String, Integer> all() {
    Map<String, Integer> counts = new TreeMap<>();
    COUNTS.forEach((name, count) -> counts.put(name, count.get()));
    return counts;
  }
}
