package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The real WAR in a real server, as a child process: Payara Micro, or WildFly under the profile of
 * that name. A test that changes no server-wide state uses {@link #shared}; one that needs its own
 * settings or kills the server builds one.
 */
public final class TestServer implements AutoCloseable {
  public static final String ADMIN_PASSWORD = "the admin's password";

  /** Bytes that a user may store on the {@link #shared} server; few, so that tests reach them. */
  public static final int SHARED_USER_BYTES = 1 << 20;

  /** Bytes that all users may store together on the {@link #shared} server. */
  public static final long SHARED_GLOBAL_BYTES = 64L << 20;

  /** Ten times what a start takes on two busy cores. */
  private static final Duration BOOT = Duration.ofMinutes(10);

  private static final int SHOWN_OF_THE_LOG = 8000;
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final Path folder;
  private final URI base;
  private final Map<String, String> settings;
  private final Path dataDir;
  private final CappedLog log;
  private final Launcher launcher;
  private final ProcessBuilder command;
  private final ServerProcess process;

  TestServer(ServerBuilder builder) throws IOException {
    this.folder =
        TestSetup.output()
            .resolve("server-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
    Files.createDirectories(folder.resolve("tmp"));
    this.log = new CappedLog(folder.resolve("server.log"));
    this.settings = new LinkedHashMap<>(builder.environment);
    if (!builder.defaultsOnly) {
      settings.putIfAbsent("TRADEGUARD_ADMIN_PASSWORD", ADMIN_PASSWORD);
    }
    this.dataDir = folder.resolve(settings.getOrDefault("TRADEGUARD_DATA_DIR", "tradeguard-data"));
    int port = FreePort.find();
    this.launcher = Launcher.configured();
    String contextRoot =
        builder.contextRoot == null ? launcher.usualContextRoot() : builder.contextRoot;
    this.base = launcher.base(port, contextRoot);
    ProcessBuilder command =
        launcher.prepare(
            new Launcher.Instance(
                folder,
                TestSetup.war(),
                port,
                contextRoot,
                builder.jvm(),
                builder.others,
                builder.beansInServerMetrics));
    command.directory(folder.toFile()).redirectErrorStream(true);
    this.command = command;
    use(settings);
    this.process = new ServerProcess(command, log);
  }

  public static ServerBuilder builder() {
    return new ServerBuilder();
  }

  /** Started when first asked for, ended with the test JVM. */
  private static final class Shared {
    static final TestServer SERVER = sharedSettings().start();

    private Shared() {}
  }

  /** Returns a builder with the settings of servers that suites share. */
  public static ServerBuilder sharedSettings() {
    return builder()
        .withGenerousLimits()
        .with("tradeguard.quota.user.bytes", SHARED_USER_BYTES)
        .with("tradeguard.quota.global.bytes", SHARED_GLOBAL_BYTES)
        .with("tradeguard.upload.grace", 6)
        .with("tradeguard.upload.lease", 5);
  }

  /**
   * Returns the server of all tests that need nothing special, on H2 as it is by default. They keep
   * to users of their own and say {@link UsesSharedServer}.
   */
  public static TestServer shared() {
    return Shared.SERVER;
  }

  /** Starts the process without waiting for it. */
  public void launch() {
    Boots.count();
    process.launch();
  }

  private void use(Map<String, String> settings) {
    command.environment().keySet().removeIf(name -> name.startsWith("TRADEGUARD_"));
    command.environment().putAll(settings);
  }

  /** Starts a server that was stopped on its old data and port, with the settings of another. */
  public void restartWith(ServerBuilder changed) {
    use(changed.environment);
    launch();
    awaitReady();
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
    return !process.isAlive() || launcher.failureMark().matcher(process.output()).find();
  }

  private AssertionError failure(@Nullable AssertionError cause) {
    kill();
    String text = log.text();
    return new AssertionError(
        "The server did not answer GET api/health/ready by 200 within %s; its log ends:%n%s"
            .formatted(BOOT, text.substring(Math.max(0, text.length() - SHOWN_OF_THE_LOG))),
        cause);
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
    return process.handle();
  }

  public Api anonymous() {
    return Api.anonymous(base);
  }

  public Api admin() {
    return anonymous().withBasic("admin", adminPassword());
  }

  private String adminPassword() {
    String set = settings.get("TRADEGUARD_ADMIN_PASSWORD");
    try {
      return set == null ? Files.readString(dataDir.resolve("admin-password")).strip() : set;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    process.kill();
  }

  /** Asks the process to end (SIGTERM) and waits for it. */
  public void stop() {
    process.stop();
  }

  /** Stops the server and starts it again on the same data and port. */
  public void restart() {
    stop();
    launch();
    awaitReady();
  }

  @Override
  public void close() {
    process.close();
  }
}
