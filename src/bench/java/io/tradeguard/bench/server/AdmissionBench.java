package io.tradeguard.bench.server;

import io.tradeguard.testing.RealRedis;
import io.tradeguard.testing.ServerBuilder;
import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * P15 and P16: admissions a second in batches of 1, 10 and 100, beside {@code GET /api/me} without
 * limits, and how long one takes at half that load, with Redis there and frozen.
 */
final class AdmissionBench {
  private static final int SUBJECTS = 1_000;
  private static final int CONNECTIONS = 16;
  private static final int SECONDS = 5;
  private static final int WARM_UPS = 6;
  private static final int ROUNDS = 5;
  private static final int PACED_SECONDS = 10;
  private static final int TIMEOUT_MILLIS = 50;
  private static final double NANOS = 1e9;

  private final Report report;
  private final Path folder;

  AdmissionBench(Report report, Path folder) {
    this.report = report;
    this.folder = folder;
  }

  private static ServerBuilder server(RealRedis redis) {
    return TestServer.builder()
        .optimised()
        .with("tradeguard.redis.url", redis.url())
        .with("tradeguard.redis.timeout", TIMEOUT_MILLIS)
        .with("tradeguard.rate-limit.default.limit", 1_000_000_000)
        .with("tradeguard.rate-limit.admission.limit", 1_000_000_000)
        .with("tradeguard.rate-limit.backtest.limit", 1_000_000_000);
  }

  private static String serviceKey(TestServer server) {
    String password = "a password of a service";
    server
        .admin()
        .post(
            "api/admin/users", Map.of("username", "bench", "password", password, "role", "service"))
        .expect(201);
    return server
        .anonymous()
        .withBasic("bench", password)
        .post("api/api-keys", "{\"name\":\"bench\"}")
        .expect(201)
        .json()
        .get("key")
        .asText();
  }

  /** Batches that ask about one subject after the other. */
  private static Stream<String> batches(int size) {
    return IntStream.range(0, Math.max(1, SUBJECTS / size)).mapToObj(batch -> batch(batch, size));
  }

  private static String batch(int number, int size) {
    return IntStream.range(0, size)
        .mapToObj(
            i ->
                "{\"subject\":{\"type\":\"org\",\"id\":\"o%d\"},\"category\":\"backtest\"}"
                    .formatted(number * size + i))
        .collect(Collectors.joining(",", "{\"checks\":[", "]}"));
  }

  /** P15. */
  void throughput() {
    Wrk.require();
    try (RealRedis redis = RealRedis.start();
        TestServer asked = server(redis).start();
        TestServer open = server(redis).with("tradeguard.rate-limit.enabled", false).start()) {
      String key = serviceKey(asked);
      URI address = asked.base().resolve("api/admissions");
      Wrk me = new Wrk(open.folder(), List.of(open.newUser().newKey()));
      Wrk single = Wrk.posting(folder.resolve("batch-1.lua"), key, batches(1));
      report.ratio(
          "P15 admissions, batches of 1, " + CONNECTIONS + " connections",
          Rounds.of(
              WARM_UPS,
              ROUNDS,
              () -> perSecond(single, address),
              () -> perSecond(me, open.base().resolve("api/me"))),
          "/s",
          "GET /api/me, limits off",
          "≥ 0.85");
      for (int size : List.of(10, 100)) {
        Wrk batch = Wrk.posting(folder.resolve("batch-" + size + ".lua"), key, batches(size));
        report.ratio(
            "P15 admissions, batches of " + size,
            Rounds.of(
                WARM_UPS,
                ROUNDS,
                () -> size * perSecond(batch, address),
                () -> perSecond(single, address)),
            "/s",
            "batches of 1",
            size == 100 ? "≥ 20" : "reported");
      }
    }
  }

  private static double perSecond(Wrk wrk, URI address) {
    Wrk.Result result = wrk.run(address, CONNECTIONS, SECONDS);
    Wrk.mustSucceed(result.errors());
    return result.perSecond();
  }

  /** P16. */
  void latency() {
    Wrk.require();
    try (RealRedis redis = RealRedis.start();
        TestServer asked = server(redis).start()) {
      String key = serviceKey(asked);
      URI address = asked.base().resolve("api/admissions");
      Wrk single = Wrk.posting(folder.resolve("batch-1.lua"), key, batches(1));
      double most = 0;
      for (int i = 0; i < WARM_UPS; i++) {
        most = perSecond(single, address);
      }
      double half = most / 2;
      double there = millisOf99Percent(address, key, half);
      redis.freeze();
      double frozen;
      try {
        frozen = millisOf99Percent(address, key, half);
      } finally {
        redis.thaw();
      }
      report.row(
          "P16 one admission at %,.0f/s, 99 of 100 within".formatted(half),
          "Redis frozen: %.1f ms".formatted(frozen),
          "Redis there: %.1f ms".formatted(there),
          String.format(Locale.ROOT, "%.2f", frozen / there),
          "frozen ≤ " + (TIMEOUT_MILLIS + 5) + " ms");
    }
  }

  /** Asks at a steady rate, and counts the time from when a question was due. */
  private static double millisOf99Percent(URI address, String key, double perSecond) {
    List<Callable<double[]>> askers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      int asker = i;
      askers.add(() -> ask(address, key, asker, CONNECTIONS * NANOS / perSecond));
    }
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<double[]> all = new ArrayList<>();
      for (Future<double[]> millis : threads.invokeAll(askers)) {
        all.add(millis.get());
      }
      double[] sorted = all.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
      return sorted[sorted.length * 99 / 100];
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static double[] ask(URI address, String key, int asker, double gapNanos)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    long start = System.nanoTime() + (long) (gapNanos * asker / CONNECTIONS);
    double[] millis = new double[(int) (PACED_SECONDS * NANOS / gapNanos)];
    for (int i = 0; i < millis.length; i++) {
      long due = start + (long) (i * gapNanos);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(batch((asker * millis.length + i) % SUBJECTS, 1)))
              .build();
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("Answered " + response.statusCode());
      }
      millis[i] = (System.nanoTime() - due) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
    return millis;
  }
}
