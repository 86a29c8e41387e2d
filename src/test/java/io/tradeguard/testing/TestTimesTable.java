package io.tradeguard.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Prints what {@link TestTimes} wrote as a table in Markdown, the slowest class first. */
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

  /** Reads the folder that the argument names, {@code target/test-times} by default. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "target/test-times");
    Map<String, Row> rows = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          String[] cells = line.split(",", -1);
          Row row =
              new Row(
                  Long.parseLong(cells[1]), Integer.parseInt(cells[2]), Integer.parseInt(cells[3]));
          rows.merge(cells[0].substring(cells[0].lastIndexOf('.') + 1), row, Row::plus);
        }
      }
    }
    List<String> table =
        new ArrayList<>(List.of("| class | s | tests | boots |", "|---|--:|--:|--:|"));
    Row others = new Row(0, 0, 0);
    Row all = new Row(0, 0, 0);
    for (Map.Entry<String, Row> entry :
        rows.entrySet().stream()
            .sorted(Comparator.comparing(each -> -each.getValue().millis()))
            .toList()) {
      Row row = entry.getValue();
      all = all.plus(row);
      if (row.millis() >= SHOWN_FROM_MILLIS || row.boots() > 0) {
        table.add(row.line("`" + entry.getKey() + "`"));
      } else {
        others = others.plus(row);
      }
    }
    table.add(others.line("all others"));
    table.add(all.line("**together**"));
    table.forEach(System.out::println);
  }
}
