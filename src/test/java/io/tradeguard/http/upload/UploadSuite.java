package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/**
 * What all upload suites share: the server under test, users of the test's own, and the invariant
 * that must hold after whatever a test did.
 */
abstract class UploadSuite {
  static final String CSV = "text/csv";
  static final Duration SOON = Duration.ofMinutes(3);

  @SuppressWarnings("NullAway.Init")
  @Parameter
  Node node;

  @SuppressWarnings("NullAway.Init")
  TestServer server;

  @SuppressWarnings("NullAway.Init")
  TestUser user;

  private final List<TestUser> users = new ArrayList<>();

  @BeforeEach
  void begin() {
    node.turns().beginAlone();
    server = node.server();
    user = newUser();
  }

  /**
   * Nothing is reserved in the end, usage is the sum of the files, no pending file is left. Then
   * all is deleted, so that the service is as empty for the next test.
   */
  @AfterEach
  void chargesExactlyWhatIsStored() {
    try {
      mustChargeExactlyWhatIsStored();
    } finally {
      node.turns().endAlone();
    }
  }

  private void mustChargeExactlyWhatIsStored() {
    for (TestUser each : users) {
      Eventually.within(SOON, () -> assertThat(usage(each, "reserved_files")).isZero());
      JsonNode files = files(each);
      long sum = 0;
      for (JsonNode file : files) {
        sum += file.get("file_size_bytes").asLong();
      }
      assertThat(usage(each, "used_bytes")).isEqualTo(sum);
      assertThat(usage(each, "file_count")).isEqualTo(files.size());
      assertThat(usage(each, "reserved_bytes")).isZero();
      files.forEach(file -> each.api().delete("api/files/" + file.get("id")).expect(204));
      assertThat(usage(each, "used_bytes")).isZero();
    }
    Eventually.within(
        SOON, () -> assertThat(storedNames()).noneMatch(name -> name.endsWith(".part")));
  }

  /** Makes a user who is known to the server, so that calls at once do not wait for hashes. */
  final TestUser newUser() {
    TestUser made = server.newUser();
    made.api().get("api/me").expect(200);
    users.add(made);
    return made;
  }

  final void setQuota(TestUser whose, long bytes) {
    server.admin().patch("api/admin/users/" + whose.id(), Map.of("quota_bytes", bytes)).expect(200);
  }

  static long usage(TestUser whose, String member) {
    return whose.api().get("api/usage").expect(200).json().get(member).asLong();
  }

  final long usage(String member) {
    return usage(user, member);
  }

  static JsonNode files(TestUser whose) {
    return whose.api().get("api/files?size=200").expect(200).json().get("items");
  }

  final Answer chunked(byte[] content) {
    return user.api()
        .upload(
            "a.csv", CSV, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
  }

  final Answer content(Answer stored) {
    return user.api().get(path(stored) + "/content");
  }

  static String path(Answer stored) {
    return "api/files/" + stored.json().get("id");
  }

  /** Begins a raw upload of a CSV file by this test's user on a connection of its own. */
  final RawHttp open(String... headers) throws IOException {
    return open(user, headers);
  }

  final RawHttp open(TestUser whose, String... headers) throws IOException {
    return request(
        whose,
        "POST",
        "api/files?filename=a.csv",
        Stream.concat(Stream.of("Content-Type: text/csv"), Stream.of(headers))
            .toArray(String[]::new));
  }

  final RawHttp request(TestUser whose, String method, String path, String... headers)
      throws IOException {
    String pair = whose.username() + ":" + whose.password();
    String authorization =
        "Authorization: Basic "
            + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return RawHttp.open(server.base())
        .head(
            method,
            path,
            Stream.concat(Stream.of(authorization), Stream.of(headers)).toArray(String[]::new));
  }

  /** Waits until an upload has reserved its room. */
  final void awaitReserved(TestUser whose, int uploads) {
    Eventually.within(SOON, () -> assertThat(usage(whose, "reserved_files")).isEqualTo(uploads));
  }

  /** Returns the names of the files in the store, published or pending, none of the quarantine. */
  final List<String> storedNames() throws IOException {
    try (Stream<Path> paths = Files.walk(server.dataDir().resolve("uploads"))) {
      return paths
          .filter(Files::isRegularFile)
          .filter(path -> !path.toString().contains(".quarantine"))
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  /** Makes a CSV file of exactly so many bytes. */
  static byte[] csv(int size) {
    byte[] file = new byte[size];
    for (int i = 0; i < size; i++) {
      file[i] = (byte) (i % 8 == 7 ? '\n' : 'x');
    }
    return file;
  }
}
