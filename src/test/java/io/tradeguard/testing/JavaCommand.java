package io.tradeguard.testing;

import java.nio.file.Path;

/** The Java that runs the tests, for child processes. */
final class JavaCommand {
  private JavaCommand() {}

  static String path() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
