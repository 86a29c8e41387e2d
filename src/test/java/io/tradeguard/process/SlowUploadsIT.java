package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that hold their uploads open hold a thread each; there must be others. */
class SlowUploadsIT {
  private static final int USERS = 16;
  private static final int PER_USER = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final byte[] body = CsvFile.ofSize(10_000);

  @Test
  void theServerAnswersWhile64UploadsStandStill() throws IOException {
    try (TestServer server =
        TestServer.builder()
            .withGenerousLimits()
            .with("tradeguard.upload.concurrent-per-user", PER_USER)
            .with("tradeguard.upload.minimum-rate", 0)
            .start()) {
      TestUser other = server.newUser();
      List<RawHttp> uploads = new ArrayList<>();
      try {
        for (int n = 0; n < USERS; n++) {
          String key = server.newUser().newKey();
          for (int i = 0; i < PER_USER; i++) {
            uploads.add(halfAnUpload(server, key, i));
          }
        }
        Eventually.within(PATIENCE, () -> assertThat(underWay(server)).isEqualTo(uploads.size()));

        other.api().get("api/me").expect(200);
        other.api().upload("quick.csv", body).expect(201);
        server.anonymous().get("api/health/live").expect(200);

        assertThat(underWay(server)).isEqualTo(uploads.size());
        for (RawHttp upload : uploads) {
          upload.send(Arrays.copyOfRange(body, body.length / 2, body.length));
          upload.answer().expect(201);
        }
      } finally {
        for (RawHttp upload : uploads) {
          upload.close();
        }
      }
    }
  }

  private RawHttp halfAnUpload(TestServer server, String key, int number) throws IOException {
    return RawHttp.open(server.base())
        .head(
            "POST",
            "api/files?filename=slow" + number + ".csv",
            "Authorization: Bearer " + key,
            "Content-Type: text/csv",
            "Content-Length: " + body.length)
        .send(Arrays.copyOf(body, body.length / 2));
  }

  private static int underWay(TestServer server) {
    return server.admin().get("api/admin/overview").expect(200).json().get("reservations").asInt();
  }
}
