package io.tradeguard.http.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The FastAPI example with three workers and 200 clients. */
@Tag("gate")
@Order(1)
class FastApiIT {
  private static final int CLIENTS = 200;
  private static final int WORKERS = 3;
  private static final int LIMIT = 50;

  /** What each worker may admit of an untouched window while Tradeguard is away. */
  private static final int SHARE = LIMIT / WORKERS;

  private static RealRedis redis;
  private static TestServer server;
  private static ServiceAccount service;
  private static UvicornApp app;

  @BeforeAll
  static void start() throws IOException {
    redis = RealRedis.start();
    server =
        TestServer.sharedSettings()
            .with("tradeguard.redis.url", redis.url())
            .with("tradeguard.rate-limit.backtest.limit", LIMIT)
            // No window ends while it is looked at.
            .with("tradeguard.rate-limit.backtest.period", 86_400)
            .start();
    service = ServiceAccount.on(server);
    app =
        new UvicornApp(
            server.base(),
            service.key(),
            WORKERS,
            List.of("fresh", "sweeper", "noredis", "away", "back", "after", "steady"));
  }

  @AfterAll
  static void stop() {
    app.close();
    server.close();
    redis.close();
  }

  /** All clients call at once, and a second time. */
  private static List<Answer> wave(String account) {
    return Concurrently.run(
            CLIENTS, client -> List.of(backtest(app.as(account)), backtest(app.as(account))))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static Answer backtest(Api api) {
    return api.send("POST", "backtests", BodyPublishers.noBody());
  }

  private static int admitted(List<Answer> answers) {
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isIn(200, 429);
              assertThat(answer.requiredHeader("RateLimit-Policy"))
                  .isEqualTo("\"backtest\";q=50;w=86400");
              if (answer.status() == 429) {
                int wait = Integer.parseInt(answer.requiredHeader("Retry-After"));
                assertThat(wait).isBetween(1, 86_400);
                assertThat(answer.requiredHeader("RateLimit"))
                    .isEqualTo("\"backtest\";r=0;t=" + wait);
                assertThat(answer.json().get("category").asText()).isEqualTo("backtest");
              }
            });
    return (int) answers.stream().filter(answer -> answer.status() == 200).count();
  }

  @Test
  void pythonsOwnTestsPass() throws IOException, InterruptedException {
    Process tests = UvicornApp.python("-m", "unittest", "-v").start();
    String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor()).as(said).isZero();
    assertThat(said).contains("\nOK").doesNotContain("skipped");
  }

  @Test
  void exactlyTheLimitPassesInAWindow() {
    assertThat(admitted(wave("fresh"))).isEqualTo(LIMIT);

    assertThat(service.remaining("fresh", "backtest")).isZero();
  }

  @Test
  void aRouteCostsWhatItsRuleSays() {
    Answer answer = app.as("sweeper").send("POST", "sweeps/7", BodyPublishers.noBody()).expect(200);

    assertThat(answer.requiredHeader("RateLimit")).startsWith("\"backtest\";r=40;t=");
    assertThat(service.remaining("sweeper", "backtest")).isEqualTo(LIMIT - 10);
  }

  @Test
  void strangersAreCountedByAddressAndHealthIsFree() {
    Answer quotes = app.anonymous().get("quotes").expect(200);

    assertThat(quotes.requiredHeader("RateLimit-Policy")).startsWith("\"anonymous\";q=1000000");
    assertThat(app.anonymous().get("health").expect(200).header("RateLimit")).isEmpty();
  }

  @Test
  void noRequestFailsWhateverIsAwayAndTheCountsAreRightAfterwards() throws InterruptedException {
    ConcurrentLinkedQueue<Integer> steady = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread traffic = new Thread(() -> callSteadily(over, steady));
    traffic.start();
    for (int i = 0; i < 10; i++) {
      backtest(app.as("noredis")).expect(200);
    }

    redis.stop();
    // One node goes on from what it knows, exactly.
    assertThat(admitted(wave("noredis"))).isEqualTo(LIMIT - 10);

    for (int i = 0; i < 10; i++) {
      backtest(app.as("away")).expect(200);
    }
    server.kill();
    // No worker knows of more than 10 counted, nor that there are fewer than 0.
    assertThat(admitted(wave("away"))).isBetween((LIMIT - 10) / WORKERS, WORKERS * SHARE);
    for (int i = 0; i < 3; i++) {
      backtest(app.as("back")).expect(200);
    }

    redis.restart();
    server.launch();
    server.awaitReady();
    app.awaitAllAsking();
    Eventually.within(
        Duration.ofMinutes(3),
        () -> assertThat(service.remaining("back", "backtest")).isEqualTo(LIMIT - 3));
    assertThat(admitted(wave("back"))).isEqualTo(LIMIT - 3);
    assertThat(admitted(wave("after"))).isEqualTo(LIMIT);

    over.set(true);
    traffic.join();
    assertThat(steady).isNotEmpty().allSatisfy(status -> assertThat(status).isIn(200, 429));
  }

  /** Calls without a pause; a request that fails altogether is a status of 0. */
  private static void callSteadily(AtomicBoolean over, ConcurrentLinkedQueue<Integer> statuses) {
    while (!over.get()) {
      try {
        statuses.add(app.as("steady").trySend("GET", "quotes", BodyPublishers.noBody()).status());
      } catch (IOException e) {
        statuses.add(0);
      }
    }
  }
}
