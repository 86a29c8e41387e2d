package io.tradeguard.bench;

import static io.tradeguard.bench.Row.atLeast;
import static io.tradeguard.bench.Row.atMost;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows P1 to P7 with the ratios that they are to reach, and below them every figure. */
final class Table {
  /** P1 is to beat the best of three peers: so all of them. */
  private static final List<Row> ROWS =
      List.of(
          decisions("P1", 16, "Bucket4j on Jedis", "bucket4j-jedis", 2.5),
          decisions("P1", 16, "Bucket4j on Lettuce", "bucket4j-lettuce", 2.5),
          decisions("P1", 16, "Redisson", "redisson", 2.5),
          decisions("P1", 64, "Bucket4j on Jedis", "bucket4j-jedis", 3),
          decisions("P1", 64, "Bucket4j on Lettuce", "bucket4j-lettuce", 3),
          decisions("P1", 64, "Redisson", "redisson", 3),
          decisions("P2", 16, "pooled Jedis `INCR`", "jedis-incr", 1.1),
          decisions("P2", 64, "pooled Jedis `INCR`", "jedis-incr", 1.5),
          atMost(
              "P3",
              "median µs, 1 thread",
              "p50-1 tradeguard",
              "pooled Jedis `INCR`",
              "p50-1 jedis-incr",
              1.15),
          atMost(
              "P4",
              "p99 µs, 64 threads",
              "p99-64 tradeguard",
              "pooled Jedis `INCR`",
              "p99-64 jedis-incr",
              0.5),
          atMost(
              "P5",
              "Redis CPU µs/decision, 64 threads",
              "cpu tradeguard",
              "one `EVALSHA` each",
              "cpu jedis-evalsha",
              0.5),
          memory("P6", "decisions/s in memory", "tradeguard", "Bucket4j local", "bucket4j", 2),
          memory("P6", "decisions/s in memory", "tradeguard", "resilience4j", "resilience4j", 2),
          bytes("Bucket4j local", "bucket4j"),
          bytes("resilience4j", "resilience4j"),
          refusals(MemoryBench.FEW, "refusalFew", "tradeguardFew"),
          refusals(Contestant.KEYS, "refusal", "tradeguard"));

  private static final String HEAD =
      """
      | # | measure | Tradeguard | against | ratio | goal | |
      |---|---|---|---|---|---|---|
      """;

  private final Figures figures;

  Table(Figures figures) {
    this.figures = figures;
  }

  private static Row decisions(
      String number, int threads, String peer, String contestant, double goal) {
    String figure = "decisions-" + threads + " ";
    return atLeast(
        number,
        "decisions/s, " + threads + " threads",
        figure + "tradeguard",
        peer,
        figure + contestant,
        goal);
  }

  private static Row memory(
      String number, String measure, String ours, String peer, String theirs, double goal) {
    return atLeast(number, measure, "memory " + ours, peer, "memory " + theirs, goal);
  }

  private static Row refusals(int keys, String ours, String theirs) {
    String measure = String.format(Locale.ROOT, "refusals/s, %,d keys over their limits", keys);
    return memory("P7", measure, ours, "decision in memory", theirs, 0.8);
  }

  private static Row bytes(String peer, String name) {
    return atMost("P6", "bytes per key, 1 M keys", "bytes tradeguard", peer, "bytes " + name, 0.5);
  }

  /** Returns the rows of the given numbers in Markdown. */
  String markdown(Set<String> numbers) {
    return HEAD
        + ROWS.stream()
            .filter(row -> numbers.contains(row.number()))
            .map(row -> row.line(figures) + "\n")
            .collect(Collectors.joining());
  }

  /** Returns every figure's median and extremes, and what failed. */
  String all() {
    StringBuilder text = new StringBuilder();
    figures
        .samples()
        .forEach(
            (name, samples) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%-32s median %,14.1f   least %,14.1f   most %,14.1f   of %d%n",
                        name,
                        figures.median(name),
                        Collections.min(samples),
                        Collections.max(samples),
                        samples.size())));
    figures.failed().forEach(name -> text.append(String.format("%-32s FAILED%n", name)));
    return text.toString();
  }
}
