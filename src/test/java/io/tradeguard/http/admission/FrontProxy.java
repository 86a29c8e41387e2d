package io.tradeguard.http.admission;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FreePort;
import io.tradeguard.testing.TestSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Debian's nginx or Caddy with the configuration that we ship, but for its addresses. */
final class FrontProxy implements AutoCloseable {
  /** Which program it is. */
  enum Kind {
    NGINX("nginx/tradeguard.conf", "listen 80;", "listen 80;"),
    CADDY(
        "caddy/tradeguard.caddyfile",
        "http://app.example.com {",
        "http://tradeguard.example.com {");

    private final String file;
    private final String guarded;
    private final String own;

    Kind(String file, String guarded, String own) {
      this.file = file;
      this.guarded = guarded;
      this.own = own;
    }

    private String site(int port) {
      return this == NGINX ? "listen 127.0.0.1:" + port + ";" : "http://127.0.0.1:" + port + " {";
    }
  }

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI guarded;
  private final URI own;
  private final Process process;

  /**
   * Starts one before a backend and a Tradeguard.
   *
   * @param question in place of the one that the file asks
   */
  FrontProxy(Kind kind, String question, URI tradeguard, URI backend) throws IOException {
    this(kind, question, tradeguard, backend, UnaryOperator.identity());
  }

  /**
   * Starts one before a backend and a Tradeguard.
   *
   * @param question in place of the one that the file asks
   * @param edit what else an operator changes in the file
   */
  FrontProxy(Kind kind, String question, URI tradeguard, URI backend, UnaryOperator<String> edit)
      throws IOException {
    int guardedPort = FreePort.find();
    int ownPort = FreePort.find();
    this.guarded = URI.create("http://127.0.0.1:" + guardedPort + "/");
    this.own = URI.create("http://127.0.0.1:" + ownPort + "/");
    Path folder = Files.createTempDirectory(TestSetup.output(), "proxy-");
    String file = Files.readString(TestSetup.serverConfig().resolve(kind.file));
    // Who is not told to be impatient never takes a busy machine for one that is away.
    String shipped =
        edit.apply(file).replace("10s", "600s").replace("health_timeout 5s", "health_timeout 600s");
    String site =
        replaceOne(
            replaceOne(shipped, kind.guarded, kind.site(guardedPort)),
            kind.own,
            kind.site(ownPort));
    site = replaceOne(site, "category=default&cost=1&auth=required", question);
    site = site.replace("127.0.0.1:8080", tradeguard.getAuthority());
    Files.writeString(
        folder.resolve("site"), site.replace("127.0.0.1:9000", backend.getAuthority()));
    this.process = start(kind, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    awaitListening(guardedPort, folder);
    awaitListening(ownPort, folder);
  }

  private static String replaceOne(String text, String old, String replacement) {
    int at = text.indexOf(old);
    if (at < 0) {
      throw new AssertionError("The configuration has no '" + old + "'");
    }
    return text.substring(0, at) + replacement + text.substring(at + old.length());
  }

  private static Process start(Kind kind, Path folder) throws IOException {
    Path main = folder.resolve("main");
    String program;
    List<String> arguments;
    if (kind == Kind.NGINX) {
      Files.writeString(
          main,
          """
          daemon off;
          master_process off;
          pid %1$s/pid;
          error_log stderr;
          events {}
          http {
            access_log off;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
            include %1$s/site;
          }
          """
              .formatted(folder.toAbsolutePath()));
      // Where an administrator's programs are, which need not be on the path.
      program = "/usr/sbin/nginx";
      arguments = List.of("-p", folder.toString(), "-c", main.toAbsolutePath().toString());
    } else {
      Files.writeString(main, "{\n\tadmin off\n\tauto_https off\n}\nimport site\n");
      program = "caddy";
      arguments = List.of("run", "--adapter", "caddyfile", "--config", main.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(program), arguments.stream()).toList())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("HOME", folder.toString());
    return builder.start();
  }

  private void awaitListening(int port, Path folder) {
    Eventually.within(
        PATIENCE,
        () -> {
          if (process.isAlive()) {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
          }
        });
    if (!process.isAlive()) {
      throw new AssertionError("The proxy ended; its log is " + folder.resolve("log"));
    }
  }

  /** The site of the guarded backend. */
  URI guarded() {
    return guarded;
  }

  /** The guarded site as a caller without credentials. */
  Api anonymous() {
    return Api.anonymous(guarded);
  }

  /** The site of Tradeguard itself. */
  URI own() {
    return own;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
