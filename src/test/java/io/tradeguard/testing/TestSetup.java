package io.tradeguard.testing;

import java.nio.file.Path;
import java.util.Objects;

/** What the build tells the integration tests. */
public final class TestSetup {
  private TestSetup() {}

  /** Returns the server under test, {@code payara} or {@code wildfly}. */
  public static String server() {
    return property("tradeguard.test.server");
  }

  /** Returns the circle of tests that runs: {@code verify}, {@code gate} or {@code soak}. */
  public static String circle() {
    return property("tradeguard.test.circle");
  }

  /** Returns the WAR under test. */
  public static Path war() {
    return Path.of(property("tradeguard.test.war"));
  }

  /** Returns the server's file or folder. */
  static Path serverHome() {
    return Path.of(property("tradeguard.test.server.home"));
  }

  /** Returns the folder for whatever tests write. */
  public static Path output() {
    return Path.of(property("tradeguard.test.output"));
  }

  /** Returns the project's folder of server settings. */
  public static Path serverConfig() {
    return Path.of(property("tradeguard.test.server-config"));
  }

  /** Returns the folder of the examples. */
  public static Path examples() {
    return serverConfig().resolveSibling("src").resolve("examples");
  }

  private static String property(String name) {
    return Objects.requireNonNull(
        System.getProperty(name), () -> name + " is not set: run the test by Maven's failsafe");
  }
}
