package io.tradeguard.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Prints what {@link TestTimes} wrote: a line for each stage and, if asked for by {@code
 * --classes}, its classes as a table in Markdown, the slowest first.
 */
public final class TestTimesTable {
  private static final long SHOWN_FROM_MILLIS = 3000;

  private TestTimesTable() {}

  private record Row(long millis, int tests, int boots) {
    Row plus(Row more) {
      return new Row(millis + more.millis, tests + more.tests, boots + more.boots);
    }

    String line(String name) {
      return "| %s | %.1f | %d | %d |".formatted(name, millis / 1000.0, tests, boots);
    }
  }

  /** Reads the folders of all stages below {@code target/test-times}. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of("target", "test-times");
    try (Stream<Path> stages = Files.list(folder)) {
      for (Path stage : stages.sorted().toList()) {
        print(stage, List.of(arguments).contains("--classes"));
      }
    }
  }

  private static void print(Path stage, boolean classes) throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    long begin = Long.MAX_VALUE;
    long end = 0;
    try (Stream<Path> files = Files.list(stage)) {
      for (Path file : files.toList()) {
        List<String> lines = Files.readAllLines(file);
        String[] times = lines.get(0).split(",", -1);
        begin = Math.min(begin, Long.parseLong(times[0]));
        end = Math.max(end, Long.parseLong(times[1]));
        for (String line : lines.subList(1, lines.size())) {
          String[] cells = line.split(",", -1);
          rows.merge(
              cells[0].substring(cells[0].lastIndexOf('.') + 1),
              new Row(
                  Long.parseLong(cells[1]), Integer.parseInt(cells[2]), Integer.parseInt(cells[3])),
              Row::plus);
        }
      }
    }
    Row all = rows.values().stream().reduce(new Row(0, 0, 0), Row::plus);
    System.out.printf(
        "Stage %s: %d tests in %d classes, %d starts of servers, %d s%n",
        stage.getFileName(), all.tests(), rows.size(), all.boots(), (end - begin) / 1000);
    if (classes) {
      printClasses(rows);
    }
  }

  private static void printClasses(Map<String, Row> rows) {
    System.out.println("| class | s | tests | starts |\n|---|--:|--:|--:|");
    Row others = new Row(0, 0, 0);
    for (Map.Entry<String, Row> entry :
        rows.entrySet().stream()
            .sorted(Comparator.comparing(each -> -each.getValue().millis()))
            .toList()) {
      Row row = entry.getValue();
      if (row.millis() >= SHOWN_FROM_MILLIS || row.boots() > 0) {
        System.out.println(row.line("`" + entry.getKey() + "`"));
      } else {
        others = others.plus(row);
      }
    }
    System.out.println(others.line("all others"));
  }
}
