package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.ServerBuilder;
import io.tradeguard.testing.StoredState;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.Tour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * One server's life, since starts are dear: first without any setting, then restarted under load,
 * then once more. What was acknowledged in one part of it is there in the next.
 */
@Order(1)
class LifecycleIT {
  private static final int CALLERS = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Map<Long, Boolean> acknowledged = new ConcurrentHashMap<>();
  private volatile boolean ended;

  private static ServerBuilder forLoad() {
    return TestServer.builder()
        .withGenerousLimits()
        .with("tradeguard.upload.lease", 3)
        .with("tradeguard.upload.concurrent-per-user", 100)
        .with("tradeguard.quota.user.files", 100_000)
        .with("tradeguard.quota.user.bytes", 10L << 30);
  }

  @Test
  @Fault(51)
  void whatWasAcknowledgedOutlivesEveryStop() throws IOException, InterruptedException {
    try (TestServer server = TestServer.builder().withDefaultsOnly().start()) {
      Tour.of(Path.of("README.md"), "## The tour", "## How it answers").mustAnswerAsShown(server);
      assertThat(server.log())
          .filteredOn(line -> line.contains("rate limits are local"))
          .hasSize(1);
      Stored stored = Stored.by(server);

      server.stop();
      StoredState.ofDataDir(server.dataDir()).mustBeClean();
      server.restartWith(forLoad());
      stored.mustBeThere(server);
      Api uploader = server.anonymous().withKey(stored.user().newKey());
      stopUnderLoad(server, uploader);

      server.launch();
      server.awaitReady();
      nothingIsLostOrReserved(uploader);
      server.stop();
      StoredState.ofDataDir(server.dataDir()).mustBeConsistent();
    }
  }

  /** A user with a file, and what the server said of both. */
  private record Stored(TestUser user, Api byKey, JsonNode file, JsonNode usage) {
    private static final int SIZE = 10_000;

    static Stored by(TestServer server) {
      TestUser user = server.newUser();
      Api byKey = server.anonymous().withKey(user.newKey());
      JsonNode file = byKey.upload("a.csv", CsvFile.ofSize(SIZE)).expect(201).json();
      return new Stored(user, byKey, file, byKey.get("api/usage").expect(200).json());
    }

    void mustBeThere(TestServer server) {
      String path = "api/files/" + file.get("id").asLong();
      assertThat(user.api().get("api/me").expect(200).json().get("id").asLong())
          .isEqualTo(user.id());
      assertThat(byKey.get(path).expect(200).json()).isEqualTo(file);
      assertThat(byKey.get(path + "/content").expect(200).body()).isEqualTo(CsvFile.ofSize(SIZE));
      assertThat(byKey.get("api/usage").expect(200).json().get("used_bytes"))
          .isEqualTo(usage.get("used_bytes"));
      assertThat(server.admin().get("api/admin/audit").expect(200).text())
          .contains(user.username());
    }
  }

  private void stopUnderLoad(TestServer server, Api api) throws InterruptedException {
    List<Thread> load =
        Stream.generate(() -> new Thread(() -> upload(api))).limit(CALLERS).toList();
    load.forEach(Thread::start);
    Eventually.within(PATIENCE, () -> assertThat(acknowledged).hasSizeGreaterThan(20));
    server.stop();
    ended = true;
    for (Thread caller : load) {
      caller.join();
    }
    StoredState.ofDataDir(server.dataDir()).mustBeConsistent();
  }

  private void nothingIsLostOrReserved(Api api) {
    Eventually.within(
        PATIENCE,
        () -> assertThat(api.get("api/usage").json().get("reserved_files").asInt()).isZero());
    for (Long id : acknowledged.keySet()) {
      api.get("api/files/" + id + "/content").expect(200);
    }
  }

  private void upload(Api api) {
    byte[] content = CsvFile.ofSize(200_000);
    while (!ended) {
      try {
        Answer answer = api.upload("a.csv", content);
        if (answer.status() == 201) {
          acknowledged.put(answer.json().get("id").asLong(), true);
        }
      } catch (UncheckedIOException e) {
        // The server is stopping or gone.
        Thread.onSpinWait();
      }
    }
  }
}
