package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The real WAR in a real server, as a child process: Payara Micro, or WildFly under the profile of
 * that name. A test that changes no server-wide state uses {@link #shared}; one that needs its own
 * settings or kills the server builds one.
 */
public final class TestServer implements AutoCloseable {
  public static final String ADMIN_PASSWORD = "the admin's password";

  private static final Duration BOOT = Duration.ofMinutes(5);
  private static final Duration END = Duration.ofMinutes(1);
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final Path folder;
  private final URI base;
  private final ProcessBuilder command;
  private final String adminPassword;
  private final Path dataDir;
  private final CappedLog log;
  private final Launcher launcher;
  private @Nullable Process process;

  /** How much of the log earlier starts wrote. */
  private int logged;

  private TestServer(Builder builder) throws IOException {
    this.folder =
        TestSetup.output()
            .resolve("server-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
    Files.createDirectories(folder.resolve("tmp"));
    this.log = new CappedLog(folder.resolve("server.log"));
    Map<String, String> settings = new LinkedHashMap<>(builder.environment);
    if (!builder.defaultsOnly) {
      settings.putIfAbsent("TRADEGUARD_ADMIN_PASSWORD", ADMIN_PASSWORD);
    }
    this.adminPassword = settings.getOrDefault("TRADEGUARD_ADMIN_PASSWORD", "");
    this.dataDir = folder.resolve(settings.getOrDefault("TRADEGUARD_DATA_DIR", "tradeguard-data"));
    int port = FreePort.find();
    this.launcher = Launcher.configured();
    String contextRoot =
        builder.contextRoot == null ? launcher.usualContextRoot() : builder.contextRoot;
    this.base = launcher.base(port, contextRoot);
    this.command =
        launcher.prepare(
            new Launcher.Instance(
                folder,
                TestSetup.war(),
                port,
                contextRoot,
                List.copyOf(builder.jvm),
                builder.others,
                builder.beansInServerMetrics));
    command.directory(folder.toFile()).redirectErrorStream(true);
    command.environment().keySet().removeIf(name -> name.startsWith("TRADEGUARD_"));
    command.environment().putAll(settings);
  }

  /** What a server is started with. */
  public static final class Builder {
    private final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable String contextRoot;
    private final List<Path> others = new ArrayList<>();
    private boolean defaultsOnly;
    private boolean beansInServerMetrics;
    private final List<String> jvm = new ArrayList<>(List.of("-Xmx512m"));

    private Builder() {}

    /** Sets a setting by its name, e.g. {@code tradeguard.redis.url}. */
    public Builder with(String setting, Object value) {
      environment.put(
          setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value.toString());
      return this;
    }

    /** Deploys below a context root, given without slashes; empty for the root. */
    public Builder at(String root) {
      this.contextRoot = root;
      return this;
    }

    /** Lets the heap have at most so many megabytes. */
    public Builder withHeap(int megabytes) {
      jvm.set(0, "-Xmx" + megabytes + "m");
      return this;
    }

    /**
     * Starts without the optimising compiler, which takes half of a start's CPU time; for a server
     * that lives for seconds and hashes few passwords.
     */
    public Builder startingQuickly() {
      jvm.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      return this;
    }

    /** Serves another WAR too, below its file's name. */
    public Builder deploying(Path war) {
      others.add(war);
      return this;
    }

    /** Shows our MXBeans among the metrics of a server that has any; it is not for restarting. */
    public Builder withBeansInServerMetrics() {
      this.beansInServerMetrics = true;
      return this;
    }

    /** Sets nothing, not even the admin's password. */
    public Builder withDefaultsOnly() {
      this.defaultsOnly = true;
      return this;
    }

    /**
     * Raises the limits that all tests of a server share, counted by address, and those that only
     * tests about limits want to meet. The limits of backtests and API keys stay.
     */
    public Builder withGenerousLimits() {
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

  public static Builder builder() {
    return new Builder();
  }

  /** Started when first asked for, ended with the test JVM. */
  private static final class Shared {
    static final TestServer SERVER = builder().withGenerousLimits().start();

    private Shared() {}
  }

  /** Returns the server of all tests that need nothing special; they keep to users of their own. */
  public static TestServer shared() {
    return Shared.SERVER;
  }

  /** Starts the process without waiting for it. */
  public void launch() {
    try {
      logged = log.text().length();
      Process started = command.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> killTree(started)));
      log.follow(started);
      process = started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the application answers. A failed deployment does not end a server's process, but
   * it is in its log.
   */
  public void awaitReady() {
    try {
      Eventually.within(
          BOOT,
          Duration.ofMillis(100),
          () -> {
            if (!hasFailed()) {
              anonymous().trySend("GET", "api/health/ready", BodyPublishers.noBody()).expect(200);
            }
          });
    } catch (AssertionError e) {
      throw failure(e);
    }
    if (hasFailed()) {
      throw failure(null);
    }
  }

  private boolean hasFailed() {
    return !running().isAlive()
        || launcher.failureMark().matcher(log.text().substring(logged)).find();
  }

  private AssertionError failure(@Nullable AssertionError cause) {
    kill();
    String text = log.text();
    return new AssertionError(
        "The server did not start:\n" + text.substring(Math.max(0, text.length() - 8000)), cause);
  }

  /** Returns the address of the context root; it ends with a slash. */
  public URI base() {
    return base;
  }

  /** Returns the folder of the instance; below it are {@code data}, {@code tmp} and the log. */
  public Path folder() {
    return folder;
  }

  /** Returns the folder that {@code tradeguard.data.dir} names. */
  public Path dataDir() {
    return dataDir;
  }

  /** Returns the lines of everything the process has written, over all its starts. */
  public List<String> log() {
    return log.lines();
  }

  /** Returns the process of the server itself. */
  public ProcessHandle handle() {
    ProcessHandle top = running().toHandle();
    return top.descendants().findFirst().orElse(top);
  }

  private Process running() {
    return Objects.requireNonNull(process, "The server has not been launched");
  }

  public Api anonymous() {
    return Api.anonymous(base);
  }

  public Api admin() {
    return anonymous().withBasic("admin", adminPassword);
  }

  /** Creates a user with a name of its own. */
  public TestUser newUser() {
    return newUser("user-" + COUNTER.incrementAndGet() + "-" + System.nanoTime());
  }

  /** Creates a user. */
  public TestUser newUser(String username) {
    String password = "a password of " + username;
    long id =
        admin()
            .post(
                "api/admin/users",
                Map.of("username", username, "password", password, "role", "user"))
            .expect(201)
            .json()
            .get("id")
            .asLong();
    return new TestUser(id, username, password, anonymous().withBasic(username, password));
  }

  /** Ends the process as kill -9 does. */
  public void kill() {
    Process ending = running();
    killTree(ending);
    end(ending);
  }

  /** WildFly's process is a shell whose child is the server. */
  private static void killTree(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
  }

  /** Asks the process to end (SIGTERM) and waits for it. */
  public void stop() {
    Process ending = running();
    terminate(ending);
    end(ending);
  }

  /** By its handle: the process object would close the pipe too, and lose the log's end. */
  private static void terminate(Process process) {
    process.toHandle().destroy();
  }

  private void end(Process ending) {
    try {
      if (!ending.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        killTree(ending);
        throw new AssertionError("The server did not end within " + END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  /** Stops the server and starts it again on the same data and port. */
  public void restart() {
    stop();
    launch();
    awaitReady();
  }

  @Override
  public void close() {
    if (process != null) {
      terminate(process);
      end(process);
    }
  }
}
