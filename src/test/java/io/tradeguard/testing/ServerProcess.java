package io.tradeguard.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The child process of a server, which may be started and ended several times. */
final class ServerProcess implements AutoCloseable {
  private static final Duration END = Duration.ofMinutes(5);

  private final ProcessBuilder command;
  private final CappedLog log;
  private @Nullable Process process;

  /** How much of the log earlier starts wrote. */
  private int logged;

  ServerProcess(ProcessBuilder command, CappedLog log) {
    this.command = command;
    this.log = log;
  }

  /** Starts it; it ends with this JVM at the latest. */
  void launch() {
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

  boolean isAlive() {
    return running().isAlive();
  }

  /** Returns what it has written since it was launched last. */
  String output() {
    return log.text().substring(logged);
  }

  /** Returns the server's own process: WildFly's is the child of a shell. */
  ProcessHandle handle() {
    ProcessHandle top = running().toHandle();
    return top.descendants().findFirst().orElse(top);
  }

  private Process running() {
    return Objects.requireNonNull(process, "The server has not been launched");
  }

  /** Ends it as kill -9 does. */
  void kill() {
    Process ending = running();
    killTree(ending);
    end(ending);
  }

  private static void killTree(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
  }

  /** Asks it to end (SIGTERM) and waits for that. */
  void stop() {
    Process ending = running();
    // By its handle: the process object would close the pipe too, and lose the log's end.
    ending.toHandle().destroy();
    end(ending);
  }

  private static void end(Process ending) {
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

  /** Stops it if it was ever launched. */
  @Override
  public void close() {
    if (process != null) {
      stop();
    }
  }
}
