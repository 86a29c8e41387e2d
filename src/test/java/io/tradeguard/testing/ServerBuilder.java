package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link TestServer} is started with. */
public final class ServerBuilder {
  /** Hashes of passwords are made cheaply: a test of their cost asks for the real ones. */
  private static final int FEW_ITERATIONS = 1000;

  /** A busy machine keeps a sound transaction waiting for longer than the default allows. */
  private static final int LOCK_MILLIS = 60_000;

  /** What makes a start cheaper: no optimising compiler, and room for the classes at once. */
  private static final List<String> QUICK =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:MetaspaceSize=256m");

  /** Loads class files without verifying them, which is a sixth of a start of Payara Micro. */
  private static final List<String> UNVERIFIED =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote");

  final Map<String, String> environment = new LinkedHashMap<>();
  @Nullable String contextRoot;
  final List<Path> others = new ArrayList<>();
  boolean defaultsOnly;
  boolean beansInServerMetrics;
  private boolean optimising;
  private int heapMegabytes = 512;

  ServerBuilder() {
    with("tradeguard.password.iterations", FEW_ITERATIONS);
    with("tradeguard.db.lock-timeout", LOCK_MILLIS);
  }

  /** Sets a setting by its name, e.g. {@code tradeguard.redis.url}. */
  public ServerBuilder with(String setting, Object value) {
    environment.put(
        setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value.toString());
    return this;
  }

  /** Deploys below a context root, given without slashes; empty for the root. */
  public ServerBuilder at(String root) {
    this.contextRoot = root;
    return this;
  }

  /** Lets the heap have at most so many megabytes. */
  public ServerBuilder withHeap(int megabytes) {
    this.heapMegabytes = megabytes;
    return this;
  }

  /**
   * Starts with the JVM's usual compiler and collector, for a server whose speed is measured.
   * Others do without: the optimising compiler takes half of a start's CPU time.
   */
  public ServerBuilder optimised() {
    this.optimising = true;
    return this;
  }

  /**
   * Returns the options of the server's JVM. WildFly, a server without settings and one that is
   * optimised verify all classes that they load, as the JVM does by itself.
   */
  List<String> jvm() {
    List<String> options = new ArrayList<>(List.of("-Xmx" + heapMegabytes + "m"));
    if (!optimising) {
      options.addAll(QUICK);
    }
    if (!optimising && !defaultsOnly && TestSetup.server().equals("payara")) {
      options.addAll(UNVERIFIED);
    }
    return options;
  }

  /** Serves another WAR too, below its file's name. */
  public ServerBuilder deploying(Path war) {
    others.add(war);
    return this;
  }

  /** Shows our MXBeans among the metrics of a server that has any; it is not for restarting. */
  public ServerBuilder withBeansInServerMetrics() {
    this.beansInServerMetrics = true;
    return this;
  }

  /** Sets nothing, not even the admin's password. */
  public ServerBuilder withDefaultsOnly() {
    this.defaultsOnly = true;
    environment.clear();
    return this;
  }

  /**
   * Raises the limits that all tests of a server share, counted by address, and those that only
   * tests about limits want to meet. The limits of backtests and API keys stay.
   */
  public ServerBuilder withGenerousLimits() {
    for (String category : List.of("default", "anonymous", "login")) {
      with("tradeguard.rate-limit." + category + ".limit", 1_000_000);
    }
    return this;
  }

  /** Starts the server and waits until it is ready. */
  public TestServer start() {
    TestServer server = prepare();
    server.launch();
    server.awaitReady();
    return server;
  }

  /** Makes the server without starting it; see {@link TestServer#launch}. */
  public TestServer prepare() {
    try {
      return new TestServer(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
