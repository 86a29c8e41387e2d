package io.tradeguard.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of what was measured: printed as Markdown, and written as JSON after every row. */
public final class Report {
  private final Path file;
  private final String date = Instant.now().toString();
  private final List<String> table = new ArrayList<>();
  private final List<String> json = new ArrayList<>();

  /** Makes an empty table that is kept in a file. */
  public Report(Path file) {
    this.file = file;
  }

  /** Adds a ratio of two measures. */
  public void ratio(String measure, Rounds rounds, String unit, String against, String goal) {
    row(
        measure,
        rounds.ours().text() + unit,
        against + ": " + rounds.against().text() + unit,
        String.format(Locale.ROOT, "%.2f", rounds.ratio()),
        goal);
  }

  /** Adds a row; the load is that of the machine as the row ends. */
  public void row(String measure, String ours, String against, String ratio, String goal) {
    table.add("| %s | %s | %s | %s | %s |".formatted(measure, ours, against, ratio, goal));
    json.add(
        ("{\"measure\":\"%s\",\"ours\":\"%s\",\"against\":\"%s\",\"ratio\":\"%s\",\"goal\":\"%s\","
                + "\"load\":%.2f}")
            .formatted(measure, ours, against, ratio, goal, load()));
    System.out.println(table.get(table.size() - 1));
    write();
  }

  private void write() {
    String text =
        "{\"date\":\"%s\",\"jdk\":\"%s\",\"cores\":%d,\"rows\":[%n%s%n]}%n"
            .formatted(
                date,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                String.join(",\n", json));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints the whole table. */
  public void print() {
    System.out.printf(
        Locale.ROOT,
        "%n%s, JDK %s, %d cores, load average at the end %.1f%n%n",
        date,
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        load());
    System.out.println("| measure | Tradeguard | against | ratio | goal |\n|---|---|---|---|---|");
    table.forEach(System.out::println);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
