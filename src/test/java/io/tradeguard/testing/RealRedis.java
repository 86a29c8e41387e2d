package io.tradeguard.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisExecProvider;

/** A real Redis server as a process of its own, which can be stopped, frozen and started again. */
public final class RealRedis implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process process;

  private RealRedis(int port, List<String> options) {
    this.port = port;
    this.options = List.copyOf(options);
    try {
      this.folder = Files.createTempDirectory("tradeguard-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /**
   * Starts a server that keeps nothing on disk.
   *
   * @param options more options, as on the command line
   */
  public static RealRedis start(String... options) {
    return new RealRedis(FreePort.find(), List.of(options));
  }

  public int port() {
    return port;
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Opens a connection, does something with it and closes it. */
  public <R> R with(Function<Jedis, R> action) {
    try (Jedis jedis = new Jedis("127.0.0.1", port, 5_000)) {
      return action.apply(jedis);
    }
  }

  /** Returns the string at a key; null if there is none. */
  public String get(String key) {
    return with(jedis -> jedis.get(key));
  }

  /** Returns the milliseconds that a key has left. */
  public long pttl(String key) {
    return with(jedis -> jedis.pttl(key));
  }

  /** Returns the keys that match a pattern. */
  public Set<String> keys(String pattern) {
    return with(jedis -> jedis.keys(pattern));
  }

  /** Ends the process at once, as a crash would; what it held is lost. */
  public void stop() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again on the same port. */
  public void restart() {
    stop();
    process = launch();
  }

  /** Stops the process from running without ending it: it accepts connections and says nothing. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets a frozen process run on. */
  public void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--dir", folder.toString(), "--daemonize", "no"));
    command.addAll(options);
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Eventually.within(START, this::mustAnswer);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the path of the server's program. */
  static String program() {
    return Executable.FILE.getPath();
  }

  private void mustAnswer() {
    try (Jedis jedis = new Jedis("127.0.0.1", port, 1_000)) {
      if (!"PONG".equals(jedis.ping())) {
        throw new IllegalStateException("Redis says something else");
      }
    }
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's program, unpacked once. */
  private static final class Executable {
    static final File FILE = unpack();

    private static File unpack() {
      try {
        return RedisExecProvider.defaultProvider().get();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
