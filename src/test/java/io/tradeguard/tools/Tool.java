package io.tradeguard.tools;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the system, run to its end. */
final class Tool {
  private static final int MOST_OUTPUT = 20_000;
  private static final long MINUTES = 5;

  /** How a program ended and what it said. */
  record Result(int status, String output) {}

  private Tool() {}

  /**
   * Runs a program.
   *
   * @param input for its standard input
   * @throws IllegalStateException if it is not installed
   */
  static Result run(List<String> command, String input) {
    try {
      Path output = Files.createTempFile("tool", ".txt");
      try {
        return run(command, input, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static Result run(List<String> command, String input, Path output)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("REDOCLY_TELEMETRY", "off");
    builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    Process process = start(builder);
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " did not end");
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    return new Result(process.exitValue(), said.substring(0, Math.min(said.length(), MOST_OUTPUT)));
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(
          builder.command().get(0) + " is missing: install Debian's prometheus and npm", e);
    }
  }
}
