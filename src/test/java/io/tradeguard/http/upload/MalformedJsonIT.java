package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Fault;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON that no call can take, sent to every call that takes JSON. */
@OnBothDatabases
class MalformedJsonIT extends UploadSuite {
  @ParameterizedTest
  @Fault(40)
  @CsvSource({
    "POST, api/session, username",
    "PUT, api/me/password, current",
    "POST, api/api-keys, name",
    "POST, api/backtests, file_id",
    "POST, api/admin/users, username",
    "PATCH, api/admin/users/{id}, quota_bytes",
    "POST, api/admin/simulations, limit"
  })
  void isRefusedWithTheNameOfTheField(String method, String call, String field) {
    String path = call.replace("{id}", Long.toString(user.id()));
    Api caller = path.startsWith("api/admin") ? server.admin() : user.api();

    send(caller, method, path, "{").expect(400);
    assertThat(send(caller, method, path, "{\"no_such\":1}").expect(400).detail())
        .contains("no_such");
    assertThat(send(caller, method, path, "{\"%s\":[]}".formatted(field)).expect(400).detail())
        .contains(field);
  }

  @ParameterizedTest
  @Fault(40)
  @CsvSource({
    "POST, api/backtests, file_id",
    "PATCH, api/admin/users/{id}, quota_bytes",
    "POST, api/admin/simulations, limit"
  })
  void refusesHugeNumbersByTheNameOfTheField(String method, String call, String field) {
    String path = call.replace("{id}", Long.toString(user.id()));
    Api caller = path.startsWith("api/admin") ? server.admin() : user.api();

    for (String number : new String[] {"9".repeat(30), "1e400"}) {
      assertThat(
              send(caller, method, path, "{\"%s\":%s}".formatted(field, number))
                  .expect(400)
                  .detail())
          .contains(field);
    }
  }

  private static Answer send(Api caller, String method, String path, String body) {
    return caller
        .withHeader("Content-Type", "application/json")
        .send(method, path, BodyPublishers.ofString(body));
  }
}
