package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.OpenStream;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The event stream over a connection whose client does not do its part. */
@Order(1)
@UsesSharedServer
class EventStreamIT {
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /**
   * A stream ends after half a megabyte at the latest, and a node tells of 20 refusals a second.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int LITTLE_ROOM = 1024;
  private static final int REFUSALS = 25;

  /** Nearly as long as a name may be, each character of four bytes: events of half a kilobyte. */
  private static final String LONG_NAME = "\uD83D\uDEE1".repeat(80);

  private final TestServer server = TestServer.shared();

  @Test
  void aClientThatNeverReadsIsDroppedAndItsPlaceIsFree() throws IOException {
    TestUser user = server.newUser(LONG_NAME + System.nanoTime());
    try (RawHttp stalled = RawHttp.openWithRoom(server.base(), LITTLE_ROOM)) {
      stalled
          .head("GET", "api/admin/events", "Authorization: Basic " + admin(), "Connection: close")
          .awaitFirstByte();
      assertThat(openStreams()).isPositive();

      Eventually.within(
          PATIENCE,
          Duration.ZERO,
          () -> {
            for (int i = 0; i < REFUSALS; i++) {
              user.api().post("api/backtests", Map.of());
            }
            assertThat(openStreams()).isZero();
          });

      try (OpenStream reader = OpenStream.of(server)) {
        reader.await("event: hello", SILENCE);
        reader.await("event: second", SILENCE);
      }
      stalled.awaitEnd();
    }
  }

  private double openStreams() {
    return metric("tradeguard_event_streams");
  }

  private double metric(String name) {
    return server
        .admin()
        .get("api/metrics")
        .expect(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static String admin() {
    return Base64.getEncoder()
        .encodeToString(("admin:" + TestServer.ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8));
  }
}
