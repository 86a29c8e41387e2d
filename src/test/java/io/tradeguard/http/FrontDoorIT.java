package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.UsesSharedServer;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

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
}
