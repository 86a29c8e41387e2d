package io.tradeguard.marketdata;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The distance that most neighbouring bars have. */
final class Interval {
  /** Weekends, holidays and nights make some distances; a file with more is irregular anyway. */
  private static final int MAX_DISTANCES = 1000;

  private Interval() {}

  /**
   * Returns the most frequent distance, in seconds.
   *
   * @return null if there is none, for there is one bar or all are at one time
   */
  static @Nullable Long of(LongSequence seconds) {
    Map<Long, Integer> frequency = new HashMap<>();
    long distance = 0;
    int times = 0;
    for (int i = 1; i < seconds.size(); i++) {
      long next = Math.abs(seconds.get(i) - seconds.get(i - 1));
      if (next != distance) {
        count(frequency, distance, times);
        distance = next;
        times = 0;
      }
      times++;
    }
    count(frequency, distance, times);
    return frequency.entrySet().stream()
        .max(
            Map.Entry.<Long, Integer>comparingByValue()
                .thenComparing(Map.Entry.<Long, Integer>comparingByKey().reversed()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private static void count(Map<Long, Integer> frequency, long distance, int times) {
    if (distance > 0 && (frequency.size() < MAX_DISTANCES || frequency.containsKey(distance))) {
      frequency.merge(distance, times, Integer::sum);
    }
  }
}
