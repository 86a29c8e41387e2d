package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes how long each test class took, how many tests it held and how many servers it started,
 * into {@code target/test-times}; warns of a class that is slow. {@link TestTimesTable} shows all.
 */
public final class TestTimes implements TestExecutionListener {
  /** A class of the circle {@code verify} that takes longer is named by the build, in seconds. */
  private static final int SLOW_SECONDS = 30;

  /** Nanoseconds that this thread has waited for another test's turn to end. */
  private static final ThreadLocal<Long> WAITED = ThreadLocal.withInitial(() -> 0L);

  /** What a class has taken so far, in nanoseconds, and how many tests of it have ended. */
  private record Taken(long nanos, int tests) {
    Taken plus(long more, int ended) {
      return new Taken(nanos + more, tests + ended);
    }
  }

  private record Start(String name, long nanos, long waited) {}

  private final Instant began = Instant.now();
  private final Map<String, Start> starts = new ConcurrentHashMap<>();
  private final Map<String, Taken> classes = new ConcurrentHashMap<>();

  /** Waits for a turn, which is not this class's own time. */
  static void withoutWaiting(Runnable wait) {
    long start = System.nanoTime();
    wait.run();
    WAITED.set(WAITED.get() + System.nanoTime() - start);
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    starts.put(test.getUniqueId(), new Start(className(test), System.nanoTime(), WAITED.get()));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Start start = starts.remove(test.getUniqueId());
    String name = className(test);
    if (start == null || name.isEmpty()) {
      return;
    }
    boolean wholeClass =
        test.getSource().filter(ClassSource.class::isInstance).isPresent()
            && !isPartOfClass(test, name);
    long waited = WAITED.get() - start.waited();
    long taken = wholeClass ? System.nanoTime() - start.nanos() - waited : 0;
    classes.merge(
        name,
        new Taken(taken, test.isTest() ? 1 : 0),
        (before, more) -> before.plus(more.nanos(), more.tests()));
  }

  /** Whether it is one of the runs of a parameterized class, whose time the class holds already. */
  private boolean isPartOfClass(TestIdentifier test, String name) {
    return test.getParentId().map(starts::get).filter(it -> it.name().equals(name)).isPresent();
  }

  private static String className(TestIdentifier test) {
    return test.getSource()
        .map(
            source ->
                source instanceof ClassSource type
                    ? type.getClassName()
                    : source instanceof MethodSource method ? method.getClassName() : "")
        .orElse("");
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (classes.isEmpty()) {
      return;
    }
    Map<String, Integer> boots = Boots.all();
    List<String> lines = new ArrayList<>();
    lines.add(began.toEpochMilli() + "," + System.currentTimeMillis());
    new TreeMap<>(classes)
        .forEach(
            (name, taken) -> {
              lines.add(
                  "%s,%d,%d,%d"
                      .formatted(
                          name,
                          TimeUnit.NANOSECONDS.toMillis(taken.nanos()),
                          taken.tests(),
                          boots.getOrDefault(name, 0)));
              warnIfSlow(name, TimeUnit.NANOSECONDS.toSeconds(taken.nanos()));
            });
    if (boots.containsKey("shared")) {
      lines.add("shared,0,0," + boots.get("shared"));
    }
    write(lines);
  }

  private static void warnIfSlow(String name, long seconds) {
    if (seconds > SLOW_SECONDS && "verify".equals(System.getProperty("tradeguard.test.circle"))) {
      System.out.printf(
          "[WARNING] %s took %d s; in verify a class should take %d at most.%n",
          name, seconds, SLOW_SECONDS);
    }
  }

  private static Path folder() {
    return Path.of(System.getProperty("tradeguard.test.times", "target/test-times"));
  }

  private static void write(List<String> lines) {
    try {
      Files.createDirectories(folder());
      Files.write(folder().resolve(ProcessHandle.current().pid() + ".csv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
