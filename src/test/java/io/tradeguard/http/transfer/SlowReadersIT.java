package io.tradeguard.http.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that ask for much and read none of it. */
@Order(1)
@Tag("gate")
class SlowReadersIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int USERS = 4;

  /** More than a connection's buffers take on the way. */
  private static final int FILE_BYTES = 8 << 20;

  private static final int UNREAD_ROOM = 4096;

  private final TestServer server = SmallServer.get();
  private final List<RawHttp> connections = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawHttp connection : connections) {
      connection.close();
    }
  }

  @Test
  @Fault({56, 57})
  void sixtyFourUnreadDownloadsAndThirtyTwoUploadsStopNobody() throws IOException {
    List<String> contents = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      TestUser user = server.newUser();
      Answer stored = user.api().upload("a.csv", CsvFile.ofSize(FILE_BYTES)).expect(201);
      contents.add("api/files/" + stored.json().get("id") + "/content");
      keys.add(user.newKey());
    }
    byte[] body = CsvFile.ofSize(1000);
    String uploader = server.newUser().newKey();
    List<RawHttp> uploads = new ArrayList<>();
    for (int i = 0; i < SmallServer.UPLOADS_PER_USER; i++) {
      uploads.add(
          open(
              "POST",
              "api/files?filename=a.csv",
              uploader,
              "Content-Type: text/csv",
              "Content-Length: 1000"));
      uploads.get(i).send(Arrays.copyOf(body, 500));
    }
    // The first user's last, so that they have hardly begun when one more is asked for.
    for (int user = USERS - 1; user >= 0; user--) {
      for (int i = 0; i < SmallServer.DOWNLOADS_PER_USER; i++) {
        open("GET", contents.get(user), keys.get(user)).awaitFirstByte();
      }
      // Payara itself ends a body that is silent for 30 s.
      if (user > 0) {
        for (RawHttp upload : uploads) {
          upload.send(Arrays.copyOfRange(body, 500 + USERS - user - 1, 500 + USERS - user));
        }
      }
    }
    Answer tooMany = server.anonymous().withKey(keys.get(0)).get(contents.get(0)).expect(429);
    assertThat(tooMany.json().get("violated-policies").get(0).asText()).isEqualTo("downloads");
    assertThat(tooMany.detail()).isEqualTo("Too many downloads at once. Retry in 1 seconds.");
    assertThat(tooMany.header("Retry-After")).contains("1");
    server.newUser().api().get("api/me").expect(200);
    server.anonymous().get("ui/").expect(200);

    for (RawHttp upload : uploads) {
      upload.send(Arrays.copyOfRange(body, 500 + USERS - 1, body.length));
      upload.answer().expect(201);
    }

    // Each is cut off after the grace, and with it goes its slot.
    Eventually.within(
        SOON,
        () ->
            assertThat(
                    server.anonymous().withKey(keys.get(0)).get(contents.get(0)).expect(200).body())
                .hasSize(FILE_BYTES));
  }

  @Test
  @Fault(58)
  void unreadFilesOfTheConsoleStopNobody() throws IOException {
    String path = server.base().resolve("ui/style.css").getPath();
    byte[] requests =
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .repeat(120)
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 220; i++) {
      RawHttp connection = RawHttp.openWithRoom(server.base(), UNREAD_ROOM);
      connections.add(connection);
      connection.send(requests);
    }

    server.anonymous().get("api/health/live").expect(200);
    server.anonymous().get("ui/style.css").expect(200);
    server.newUser().api().get("api/me").expect(200);
  }

  private RawHttp open(String method, String path, String key, String... headers)
      throws IOException {
    RawHttp connection = RawHttp.openWithRoom(server.base(), UNREAD_ROOM);
    connections.add(connection);
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Authorization: Bearer " + key;
    return connection.head(method, path, all);
  }
}
