package io.tradeguard.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeguard.testing.RealRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures P1 to P7 beside the peers, prints the table and writes {@code
 * target/bench/limiter.json}.
 *
 * <p>The whole is done in rounds, in each of which every contestant has its turn, so what the
 * machine does meanwhile falls on all of them; a figure is the median over all rounds.
 */
public final class BenchRun {
  private static final Path OUTPUT = Path.of("target", "bench", "limiter.json");
  private static final List<String> NUMBERS = List.of("P1", "P2", "P3", "P4", "P5", "P6", "P7");
  private static final int ROUNDS = 3;

  private final Set<String> numbers;
  private final Figures figures = new Figures();
  private final JmhRounds jmh;
  private final RedisCpu cpu;

  private BenchRun(RealRedis redis, Set<String> numbers) {
    this.numbers = numbers;
    this.jmh = new JmhRounds(redis.port(), figures);
    this.cpu = new RedisCpu(redis);
  }

  /** Runs the numbers that are named, separated by commas; all if none is. */
  public static void main(String[] args) throws Exception {
    Set<String> numbers =
        new TreeSet<>(
            args.length == 0 || args[0].isEmpty() ? NUMBERS : List.of(args[0].split(",")));
    if (!NUMBERS.containsAll(numbers)) {
      throw new IllegalArgumentException("Which of " + NUMBERS + " are " + numbers + "?");
    }
    try (RealRedis redis = RealRedis.start()) {
      Surroundings surroundings = new Surroundings(redis);
      BenchRun run = new BenchRun(redis, numbers);
      for (int i = 0; i < ROUNDS; i++) {
        run.round();
      }
      run.bytes();
      run.report(surroundings.tell());
    }
  }

  private void round() throws Exception {
    if (wanted("P1", "P2")) {
      jmh.decisions(16);
      jmh.decisions(64);
    }
    if (wanted("P3")) {
      jmh.latency(1, 50);
    }
    if (wanted("P4")) {
      jmh.latency(64, 99);
    }
    if (wanted("P5")) {
      for (String contestant : List.of("tradeguard", "jedis-evalsha")) {
        measure("cpu " + contestant, () -> cpu.microsPerDecision(contestant));
      }
    }
    if (wanted("P6", "P7")) {
      jmh.memory();
    }
  }

  private void bytes() {
    if (wanted("P6")) {
      measure("bytes tradeguard", MemoryPerKey::tradeguard);
      measure("bytes bucket4j", MemoryPerKey::bucket4j);
      measure("bytes resilience4j", MemoryPerKey::resilience4j);
    }
  }

  private boolean wanted(String... any) {
    return List.of(any).stream().anyMatch(numbers::contains);
  }

  /** Something that can be measured, or cannot. */
  private interface Measurement {
    double take() throws Exception;
  }

  private void measure(String figure, Measurement measurement) {
    try {
      figures.add(figure, measurement.take());
    } catch (Exception e) {
      e.printStackTrace();
      figures.failed(figure);
    }
  }

  private void report(String surroundings) throws IOException {
    Table table = new Table(figures);
    System.out.printf("%n%s%n%n%s%n%s", surroundings, table.markdown(numbers), table.all());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", surroundings);
    json.put("samples", figures.samples());
    json.put("failed", figures.failed());
    Files.createDirectories(OUTPUT.getParent());
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(OUTPUT.toFile(), json);
    System.out.println("Written to " + OUTPUT);
  }
}
