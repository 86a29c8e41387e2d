package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.UsesSharedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a visitor meets before any login. */
@UsesSharedServer
class FrontDoorIT {
  private final TestServer server = TestServer.shared();

  @Test
  void theContextRootLeadsToTheConsole() {
    Answer answer = server.anonymous().get("");
    URI target = server.base().resolve(answer.requiredHeader("Location"));

    assertThat(answer.status()).isEqualTo(302);
    assertThat(target).isEqualTo(server.base().resolve("ui/"));
    assertThat(server.anonymous().get("ui/").status()).isEqualTo(200);
  }

  @Test
  void anUnknownPathIsAProblemDocument() {
    Answer answer = server.anonymous().get("nowhere").expect(404);

    assertThat(answer.requiredHeader("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(404);
  }

  @Test
  void anUnknownApiPathIsAProblemDocument() {
    Answer answer = server.anonymous().get("api/nowhere").expect(404);

    assertThat(answer.requiredHeader("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.text()).doesNotContain("Exception").doesNotContain("java.");
  }

  @Test
  void aNegativeLengthIsRefused() throws IOException {
    try (RawHttp connection = RawHttp.open(server.base())) {
      Answer answer =
          connection.head("POST", "api/files?filename=a.csv", "Content-Length: -1").answer();

      assertThat(answer.status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @Fault(61)
  @CsvSource({
    "PATCH, nowhere, 404",
    "PROPFIND, nowhere, 404",
    "PATCH, api/nowhere, 404",
    "PROPFIND, api/nowhere, 404",
    "PATCH, ui/, 405",
    "PROPFIND, ui/app.js, 405",
    "POST, ui/, 405",
    "DELETE, ui/app.js, 405",
    "PATCH, api/me, 405",
    "PROPFIND, api/me, 405"
  })
  void aMethodThatNothingSupportsIsAProblemDocument(String method, String path, int status) {
    Answer answer = server.anonymous().send(method, path, BodyPublishers.noBody()).expect(status);

    assertThat(answer.requiredHeader("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.header("Allow").isPresent()).isEqualTo(status == 405);
  }

  @Test
  @Fault(62)
  void aBodyWithAnUpgradeIsRead() throws IOException {
    byte[] body = "{\"username\":\"nobody\",\"password\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    try (RawHttp connection = RawHttp.open(server.base())) {
      connection
          .head(
              "POST",
              "api/session",
              "Connection: Upgrade",
              "Upgrade: anything",
              "Content-Type: application/json",
              "Content-Length: " + body.length)
          .send(body);

      assertThat(connection.answer().status()).isEqualTo(401);
    }
  }

  @Test
  @Fault(62)
  void chunksWithAnUpgradeAreRefused() throws IOException {
    try (RawHttp connection = RawHttp.open(server.base())) {
      connection
          .head(
              "POST",
              "api/session",
              "Connection: Upgrade",
              "Upgrade: anything",
              "Content-Type: application/json",
              "Transfer-Encoding: chunked")
          .chunk(new byte[] {'{', '}'});

      assertThat(connection.answer().expect(400).detail()).contains("Upgrade");
    }
  }

  @ParameterizedTest
  @Fault(63)
  @ValueSource(strings = {"gzip", "gzip, chunked", "identity", "x"})
  void anotherTransferEncodingIsRefusedAndTheConnectionEnds(String encoding) throws IOException {
    try (RawHttp connection = RawHttp.open(server.base())) {
      connection.head(
          "POST",
          "api/session",
          "Content-Type: application/json",
          "Transfer-Encoding: " + encoding);

      assertThat(connection.answer().status()).isEqualTo(400);
      connection.awaitEnd();
    }
  }
}
