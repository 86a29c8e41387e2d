package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Fault;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON that no call can take, sent to every call that takes JSON. */
@Order(1)
@OnBothDatabases
class MalformedJsonIT extends UploadSuite {
  @ParameterizedTest
  @Fault(40)
  @CsvSource(
      delimiter = '|',
      value = {
        "POST  | api/session           | username    | \"username\":\"a\",\"password\":\"b\"",
        "PUT   | api/me/password       | current     | \"current\":\"a\",\"new\":\"twelve or more\"",
        "POST  | api/api-keys          | name        | \"name\":\"a\"",
        "POST  | api/backtests         | file_id     | \"file_id\":1",
        "POST  | api/admin/users       | username    | \"username\":\"a\",\"password\":\"twelve or more\",\"role\":\"user\"",
        "PATCH | api/admin/users/{id}  | quota_bytes | \"quota_bytes\":1",
        "POST  | api/admin/simulations | limit       | \"category\":\"default\",\"limit\":1,\"period\":1,"
            + "\"algorithm\":\"gcra\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:01Z\""
      })
  void isRefusedWithTheNameOfTheField(String method, String call, String field, String valid) {
    String path = call.replace("{id}", Long.toString(user.id()));
    Api caller = path.startsWith("api/admin") ? server.admin() : user.api();

    send(caller, method, path, "{").expect(400);
    assertThat(send(caller, method, path, "{" + valid + ",\"no_such\":1}").expect(400).detail())
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
