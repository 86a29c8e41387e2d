package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that take their time hold a thread each; there must be others. */
@Order(1)
@Tag("gate")
class SlowUploadsIT {
  private static final int USERS = 16;
  private static final int PER_USER = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final byte[] body = CsvFile.ofSize(20_000);

  /** How many bytes all have sent; none is silent for long, which a server itself would end. */
  private int sent = body.length / 2;

  private final List<RawHttp> uploads = new ArrayList<>();

  @Test
  void theServerAnswersWhile64UploadsCrawl() throws IOException {
    try (TestServer server =
        TestServer.builder()
            .withGenerousLimits()
            .with("tradeguard.upload.concurrent-per-user", PER_USER)
            .with("tradeguard.upload.minimum-rate", 0)
            .start()) {
      List<String> keys = Stream.generate(() -> server.newUser().newKey()).limit(USERS).toList();
      String other = server.newUser().newKey();
      Api caller = server.anonymous().withKey(other);
      try {
        for (String key : keys) {
          for (int i = 0; i < PER_USER; i++) {
            uploads.add(begin(server, key, i));
          }
        }
        Eventually.within(PATIENCE, () -> allAreUnderWay(server));

        caller.get("api/me").expect(200);
        caller.upload("quick.csv", body).expect(201);
        server.anonymous().get("api/health/live").expect(200);

        allAreUnderWay(server);
        for (RawHttp upload : uploads) {
          upload.send(Arrays.copyOfRange(body, sent, body.length));
        }
        for (RawHttp upload : uploads) {
          upload.answer().expect(201);
        }
      } finally {
        for (RawHttp upload : uploads) {
          upload.close();
        }
      }
    }
  }

  private RawHttp begin(TestServer server, String key, int number) throws IOException {
    return RawHttp.open(server.base())
        .head(
            "POST",
            "api/files?filename=slow" + number + ".csv",
            "Authorization: Bearer " + key,
            "Content-Type: text/csv",
            "Content-Length: " + body.length)
        .send(Arrays.copyOf(body, sent));
  }

  private void allAreUnderWay(TestServer server) throws IOException {
    for (RawHttp upload : uploads) {
      upload.send(Arrays.copyOfRange(body, sent, sent + 1));
    }
    sent++;
    assertThat(
            server.admin().get("api/admin/overview").expect(200).json().get("reservations").asInt())
        .isEqualTo(uploads.size());
  }
}
