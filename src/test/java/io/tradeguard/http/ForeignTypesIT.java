package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No call is reached through a reader or a writer of the server's own, whatever a client names. */
@UsesSharedServer
class ForeignTypesIT {
  private static final String[] FOREIGN = {
    "application/x+json",
    "text/json",
    "application/xml",
    "text/plain",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "application/*",
    "*/*"
  };

  private final TestServer server = TestServer.shared();
  private final TestUser user = server.newUser();

  @ParameterizedTest
  @Fault(55)
  @CsvSource({
    "POST, api/session",
    "PUT, api/me/password",
    "POST, api/admin/users",
    "PATCH, api/admin/users/{id}",
    "POST, api/admin/simulations"
  })
  void areRefused(String method, String call) {
    String path = call.replace("{id}", Long.toString(user.id()));
    Api caller = path.startsWith("api/admin") ? server.admin() : user.api();

    for (String type : FOREIGN) {
      Answer answer = send(caller, method, path, type, "{\"no_such\":1}").expect(415);
      assertThat(answer.detail()).contains("application/json");
    }
    if (!method.equals("PATCH")) {
      send(caller, method, path, "application/merge-patch+json", "{}").expect(415);
    }
  }

  @Test
  @Fault(55)
  void aMergePatchIsReadAsStrictly() {
    String path = "api/admin/users/" + user.id();
    String type = "application/merge-patch+json";

    assertThat(send(server.admin(), "PATCH", path, type, "{\"no_such\":1}").expect(400).detail())
        .contains("'no_such'");
    Answer changed = send(server.admin(), "PATCH", path, type, "{\"quota_files\":7}").expect(200);
    assertThat(changed.json().get("quota_files").asInt()).isEqualTo(7);
  }

  @Test
  @Fault(55)
  void aBodyOfUnknownLengthEndsAtOneMebibyte() {
    byte[] tooLong = new byte[(1 << 20) + 1];
    for (String type : new String[] {"application/json", "application/x+json"}) {
      int status =
          server
              .anonymous()
              .withHeader("Content-Type", type)
              .send(
                  "POST",
                  "api/session",
                  BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong)))
              .status();
      assertThat(status).isEqualTo(type.equals("application/json") ? 413 : 415);
    }
  }

  @Test
  @Fault(55)
  void noForeignWriterAnswers() {
    for (String type : new String[] {"application/xml", "application/x+json", "text/json"}) {
      assertThat(user.api().withHeader("Accept", type).get("api/me").status()).isEqualTo(406);
    }
  }

  private static Answer send(Api caller, String method, String path, String type, String body) {
    return caller
        .withHeader("Content-Type", type)
        .send(method, path, BodyPublishers.ofString(body));
  }
}
