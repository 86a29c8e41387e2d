package io.tradeguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import io.tradeguard.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every fault of the catalogue has its test, and the page says truly which. */
class FaultCatalogueTest {
  private static final Path PAGE = Path.of("src/site/markdown/faults.md");

  /** A row of the page: the number, what happens, and the tests. */
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|[^|]*\\| ([^|]*) \\|");

  private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+)`");
  private static final int LAST = 50;

  @Test
  void thePageNamesTheTestsOfEveryFault() throws IOException {
    assertThat(page()).isEqualTo(tests());
  }

  @Test
  void everyFaultHasATest() {
    assertThat(tests().keySet()).containsAll(IntStream.rangeClosed(1, LAST).boxed().toList());
  }

  private static Map<Integer, Set<String>> page() throws IOException {
    Map<Integer, Set<String>> rows = new TreeMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(
            Integer.valueOf(row.group(1)),
            TEST.matcher(row.group(2))
                .results()
                .map(test -> test.group(1))
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    return rows;
  }

  private static Map<Integer, Set<String>> tests() {
    Map<Integer, Set<String>> tests = new TreeMap<>();
    ClassFiles.TESTS.stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(Fault.class))
        .forEach(method -> add(tests, method));
    return tests;
  }

  private static void add(Map<Integer, Set<String>> tests, JavaMethod method) {
    for (int number : method.getAnnotationOfType(Fault.class).value()) {
      tests
          .computeIfAbsent(number, first -> new TreeSet<>())
          .add(method.getOwner().getSimpleName());
    }
  }
}
