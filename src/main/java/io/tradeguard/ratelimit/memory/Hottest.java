package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.HotKey;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds a table's highest counts. */
public final class Hottest {
  /** The order in which hot keys are listed: by count, then by name. */
  public static final Comparator<HotKey> ORDER =
      Comparator.comparingLong(HotKey::count).reversed().thenComparing(HotKey::key);

  private Hottest() {}

  /** Lists the highest counts of a category, or of all if it is empty. */
  public static List<HotKey> of(CounterTable table, String category, int size) {
    PriorityQueue<HotKey> best = new PriorityQueue<>(ORDER.reversed());
    table.forEach(
        (counter, now) -> {
          long count = counter.count(now);
          if (count > 0 && (category.isEmpty() || counter.key().category().equals(category))) {
            long left = counter.end() - now;
            best.add(new HotKey(counter.name(), count, Answers.seconds(left, Integer.MAX_VALUE)));
            if (best.size() > size) {
              best.remove();
            }
          }
        });
    return best.stream().sorted(ORDER).toList();
  }
}
