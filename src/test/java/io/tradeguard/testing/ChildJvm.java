package io.tradeguard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A main class of the tests in a process of its own, which a test may kill. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final Path output;

  private ChildJvm(Process process, Path folder, Path output) {
    this.process = process;
    this.folder = folder;
    this.output = output;
  }

  /** Starts a class with the class path of this JVM. */
  public static ChildJvm start(Class<?> main, String... arguments) {
    // Surefire hides the class path behind a jar and tells it here.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                JavaCommand.path(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main.getName()));
    command.addAll(List.of(arguments));
    try {
      Path folder = Files.createTempDirectory("tradeguard-child");
      Path output = folder.resolve("output.txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ChildJvm(process, folder, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line with this beginning. */
  public void awaitLine(String beginning, Duration patience) {
    Eventually.within(
        patience,
        () -> assertThat(lines()).as("output").anyMatch(line -> line.startsWith(beginning)));
  }

  /** Returns the whole lines that it has written. */
  public List<String> lines() {
    try {
      String text = Files.readString(output);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as kill -9 does and waits until it is gone. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
    FileTree.delete(folder);
  }
}
