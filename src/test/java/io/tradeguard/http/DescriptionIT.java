package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls answer, against what the OpenAPI document says that they do. */
@UsesSharedServer
class DescriptionIT {
  private final TestServer server = TestServer.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "me",
        "usage",
        "files",
        "api-keys",
        "rate-limits",
        "admin/users",
        "admin/overview",
        "admin/limiter/keys",
        "admin/audit",
        "health/ready"
      })
  void anAnswerHasTheMembersOfItsExample(String call) {
    JsonNode example =
        server
            .admin()
            .get("api/openapi.json")
            .json()
            .path("paths")
            .path("/api/" + call)
            .at("/get/responses/200/content/application~1json/example");
    assertThat(example.isMissingNode()).isFalse();

    JsonNode answer = asker(call).get("api/" + call).expect(200).json();

    assertThat(members(answer)).isEqualTo(members(example));
  }

  private Api asker(String call) {
    if (call.startsWith("admin/")) {
      return server.admin();
    }
    TestUser user = server.newUser();
    user.api().upload("a.csv", CsvFile.ofSize(100)).expect(201);
    user.api().post("api/api-keys", Map.of("name", "mine")).expect(201);
    return user.api();
  }

  /** Returns the names on the way to each value; of a list, those of its first item. */
  private static Map<String, Object> members(JsonNode node) {
    Map<String, Object> members = new TreeMap<>();
    node.properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              JsonNode shown = value.isArray() ? value.path(0) : value;
              members.put(member.getKey(), isFree(member.getKey()) ? "" : members(shown));
            });
    return members;
  }

  /** Whose members are not the contract's: categories, columns, what a check has to say. */
  private static boolean isFree(String name) {
    return name.equals("rate_limits") || name.equals("data") || name.equals("market_data");
  }
}
