package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.StoredState;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** SIGTERM under load: what was acknowledged is there, what was not is not charged. */
class ShutdownIT {
  private static final int CALLERS = 6;
  private static final int LEASE_SECONDS = 3;

  private final Map<Long, Boolean> acknowledged = new ConcurrentHashMap<>();
  private volatile boolean ended;

  @Test
  void aStopUnderLoadLosesNothingAndLeaksNothing() throws InterruptedException {
    try (TestServer server =
        TestServer.builder()
            .startingQuickly()
            .withGenerousLimits()
            .with("tradeguard.upload.lease", LEASE_SECONDS)
            .with("tradeguard.upload.concurrent-per-user", 100)
            .with("tradeguard.quota.user.files", 100_000)
            .with("tradeguard.quota.user.bytes", 10L << 30)
            .start()) {
      TestUser user = server.newUser();
      Api api = server.anonymous().withKey(user.newKey());
      List<Thread> load = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        Thread caller = new Thread(() -> upload(api));
        caller.start();
        load.add(caller);
      }
      Eventually.within(
          Duration.ofMinutes(1), () -> assertThat(acknowledged).hasSizeGreaterThan(20));

      server.stop();
      ended = true;
      for (Thread caller : load) {
        caller.join();
      }
      StoredState.ofDataDir(server.dataDir()).mustBeConsistent();
      server.launch();
      server.awaitReady();

      Eventually.within(
          Duration.ofMinutes(1),
          () -> assertThat(api.get("api/usage").json().get("reserved_files").asInt()).isZero());
      for (Long id : acknowledged.keySet()) {
        api.get("api/files/" + id + "/content").expect(200);
      }
      server.stop();
      StoredState.ofDataDir(server.dataDir()).mustBeConsistent();
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
