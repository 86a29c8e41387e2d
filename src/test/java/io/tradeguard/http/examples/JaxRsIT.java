package io.tradeguard.http.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.FreePort;
import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The JAX-RS example as a second WAR beside Tradeguard. */
@Tag("gate")
class JaxRsIT {
  private static final int LIMIT = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Few, since each holds a thread of the server that Tradeguard needs one of. */
  private static final int CLIENTS = 4;

  private static TestServer server;
  private static ServiceAccount service;
  private static Path settings;
  private static int accounts;

  @BeforeAll
  static void start() throws IOException {
    Path war = GuardedWar.build();
    settings = war.resolveSibling("guard.properties");
    server =
        TestServer.sharedSettings()
            .deploying(war)
            .with("guard.settings", settings)
            .with("tradeguard.rate-limit.backtest.limit", LIMIT)
            // No window ends while it is looked at.
            .with("tradeguard.rate-limit.backtest.period", 86_400)
            .start();
    service = ServiceAccount.on(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Points the guard at Tradeguard, whatever a test before did. */
  @BeforeEach
  void askTradeguard() throws IOException {
    guardAsks(server.base());
    Eventually.within(
        PATIENCE,
        () -> {
          String account = newAccount();
          backtest(account).expect(200);
          assertThat(service.remaining(account, "backtest")).isEqualTo(LIMIT - 1);
        });
  }

  private static void guardAsks(URI url) throws IOException {
    guardAsks(url, 120_000, 1);
  }

  private static void guardAsks(URI url, int timeoutMillis, int processes) throws IOException {
    Path written = Files.createTempFile(settings.getParent(), "guard", ".new");
    Files.writeString(
        written,
        """
        url=%s
        key=%s
        timeout.ms=%d
        processes=%d
        fallback.backtest=%d/86400
        """
            .formatted(url, service.key(), timeoutMillis, processes, LIMIT));
    Files.move(
        written, settings, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String newAccount() {
    accounts++;
    return ("" + accounts)
        .chars()
        .mapToObj(digit -> "" + (char) (digit + 'a' - '0'))
        .reduce("", String::concat);
  }

  private static Api as(String account) {
    return Api.anonymous(server.base().resolve("/guarded/")).withKey("secret-of-" + account);
  }

  private static Answer backtest(String account) {
    return as(account).send("POST", "backtests", BodyPublishers.noBody());
  }

  private static long admitted(String account, int each) {
    List<Answer> answers =
        Concurrently.run(
                CLIENTS,
                client -> IntStream.range(0, each).mapToObj(i -> backtest(account)).toList())
            .stream()
            .flatMap(List::stream)
            .toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 429));
    return answers.stream().filter(answer -> answer.status() == 200).count();
  }

  @Test
  void exactlyTheLimitPassesInAWindow() {
    String account = newAccount();

    assertThat(admitted(account, LIMIT)).isEqualTo(LIMIT);

    Answer refused = backtest(account).expect(429);
    String wait = refused.requiredHeader("Retry-After");
    assertThat(refused.requiredHeader("RateLimit")).isEqualTo("\"backtest\";r=0;t=" + wait);
    assertThat(refused.requiredHeader("RateLimit-Policy")).isEqualTo("\"backtest\";q=20;w=86400");
    assertThat(refused.requiredHeader("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.detail()).isEqualTo("Rate limit exceeded. Retry in " + wait + " seconds.");
    assertThat(refused.json().get("violated-policies").get(0).asText()).isEqualTo("backtest");
  }

  @Test
  void aMethodCostsWhatItSaysAndAnotherIsFree() {
    String account = newAccount();

    Answer sweep = as(account).send("POST", "backtests/sweep", BodyPublishers.noBody());
    Answer list = as(account).get("backtests").expect(200);

    assertThat(sweep.expect(200).requiredHeader("RateLimit")).startsWith("\"backtest\";r=10;t=");
    assertThat(list.header("RateLimit")).isEmpty();
    assertThat(service.remaining(account, "backtest")).isEqualTo(LIMIT - 10);
  }

  @Test
  void aStrangerIsCountedByAddress() {
    Answer answer =
        Api.anonymous(server.base().resolve("/guarded/"))
            .send("POST", "backtests", BodyPublishers.noBody())
            .expect(200);

    assertThat(answer.requiredHeader("RateLimit-Policy")).startsWith("\"anonymous\";q=");
  }

  @Test
  void itLimitsByItselfAndTellsWhatItAdmitted() throws IOException {
    String known = newAccount();
    String unknown = newAccount();
    for (int i = 0; i < 5; i++) {
      backtest(known).expect(200);
    }

    guardAsks(URI.create("http://127.0.0.1:" + FreePort.find() + "/"));
    assertThat(admitted(known, LIMIT)).isEqualTo(LIMIT - 5);
    assertThat(admitted(unknown, 1)).isEqualTo(CLIENTS);

    guardAsks(server.base());
    Eventually.within(
        PATIENCE,
        () -> {
          assertThat(service.remaining(known, "backtest")).isZero();
          assertThat(service.remaining(unknown, "backtest")).isEqualTo(LIMIT - CLIENTS);
        });
    assertThat(admitted(unknown, LIMIT)).isEqualTo(LIMIT - CLIENTS);
  }

  @Test
  void oneOfSeveralProcessesAdmitsItsShareAlone() throws IOException {
    String known = newAccount();
    String unknown = newAccount();
    guardAsks(server.base(), 120_000, 3);
    for (int i = 0; i < 5; i++) {
      backtest(known).expect(200);
    }

    guardAsks(URI.create("http://127.0.0.1:" + FreePort.find() + "/"), 120_000, 3);

    assertThat(admitted(known, LIMIT)).isEqualTo((LIMIT - 5) / 3);
    assertThat(admitted(unknown, LIMIT)).isEqualTo(LIMIT / 3);
  }

  /** The other end of the line takes the call and never says anything. */
  @Test
  void nobodyWaitsForASilentTradeguard() throws IOException {
    String account = newAccount();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      guardAsks(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"), 200, 1);

      assertThat(admitted(account, LIMIT)).isEqualTo(LIMIT);
    }
    guardAsks(server.base());
    Eventually.within(PATIENCE, () -> assertThat(service.remaining(account, "backtest")).isZero());
  }

  @Test
  void aWrongKeyIsNoReasonToFail() throws IOException {
    String account = newAccount();
    Files.writeString(settings, Files.readString(settings).replace("key=", "key=x"));

    assertThat(admitted(account, LIMIT)).isEqualTo(LIMIT);
  }
}
