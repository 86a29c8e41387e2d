package io.tradeguard.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was measured: for each figure the samples of all rounds, whose median counts. */
final class Figures {
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();
  private final Set<String> failed = new TreeSet<>();

  void add(String figure, double sample) {
    samples.computeIfAbsent(figure, f -> new ArrayList<>()).add(sample);
  }

  /** Notes that a figure was to be measured and could not be, in this round at least. */
  void failed(String figure) {
    failed.add(figure);
  }

  Set<String> failed() {
    return failed;
  }

  Map<String, List<Double>> samples() {
    return samples;
  }

  /** Returns the median of a figure; NaN if it has no sample. */
  double median(String figure) {
    List<Double> sorted = new ArrayList<>(samples.getOrDefault(figure, List.of()));
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
