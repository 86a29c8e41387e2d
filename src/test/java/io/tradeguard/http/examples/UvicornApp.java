package io.tradeguard.http.examples;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FreePort;
import io.tradeguard.testing.TestSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The FastAPI example under Debian's uvicorn, with several workers. */
public final class UvicornApp implements AutoCloseable {
  /** Debian's own: another on the path has none of its packages. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final URI base;
  private final Path log;
  private final Process process;

  /**
   * Starts it.
   *
   * @param accounts names of those who may call it, whose tokens are the same
   */
  public UvicornApp(URI tradeguard, String key, int workers, List<String> accounts)
      throws IOException {
    int port = FreePort.find();
    this.base = URI.create("http://127.0.0.1:" + port + "/");
    this.log = Files.createTempFile(TestSetup.output(), "uvicorn-", ".log");
    ProcessBuilder command = python("-m", "uvicorn", "app:app", "--host", "127.0.0.1");
    command.command().addAll(List.of("--port", "" + port, "--workers", "" + workers));
    command.command().addAll(List.of("--no-access-log", "--timeout-keep-alive", "3600"));
    command.environment().put("TRADEGUARD_URL", tradeguard.toString());
    command.environment().put("TRADEGUARD_KEY", key);
    // So long that a busy machine is never taken for one that is away.
    command.environment().put("TRADEGUARD_TIMEOUT", "120");
    command.environment().put("WEB_CONCURRENCY", "" + workers);
    command
        .environment()
        .put(
            "EXAMPLE_ACCOUNTS",
            accounts.stream().map(name -> name + ":" + name).collect(Collectors.joining(",")));
    this.process = command.redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    Eventually.within(
        PATIENCE,
        () -> {
          if (process.isAlive()) {
            Api.anonymous(base).trySend("GET", "health", BodyPublishers.noBody()).expect(200);
          }
        });
    if (!process.isAlive()) {
      throw new AssertionError("uvicorn ended:\n" + Files.readString(log));
    }
  }

  /** Returns a command of Python in the example's folder that leaves nothing there. */
  static ProcessBuilder python(String... arguments) {
    ProcessBuilder command =
        new ProcessBuilder(
                Stream.concat(Stream.of(PYTHON), Stream.of(arguments))
                    .collect(Collectors.toCollection(ArrayList::new)))
            .directory(TestSetup.examples().resolve("fastapi").toFile())
            .redirectErrorStream(true);
    command.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return command;
  }

  Api anonymous() {
    return Api.anonymous(base);
  }

  /** The app as one of its accounts. */
  public Api as(String account) {
    return anonymous().withKey(account);
  }

  /** Waits until every worker that limited by itself asks Tradeguard again. */
  void awaitAllAsking() {
    Eventually.within(
        PATIENCE,
        () -> {
          List<String> lines = Files.readAllLines(log);
          long away = lines.stream().filter(line -> line.contains("No answer of")).count();
          long back = lines.stream().filter(line -> line.contains("answers again")).count();
          if (away != back) {
            throw new AssertionError(away + " went away, " + back + " came back");
          }
        });
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
