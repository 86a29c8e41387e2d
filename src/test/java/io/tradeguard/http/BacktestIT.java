package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Backtests over HTTP. */
@UsesSharedServer
class BacktestIT {
  private final TestServer server = TestServer.shared();

  @Test
  void reportsOnAStoredFile() {
    JsonNode report = new Backtests(server.newUser()).run(10, 30).expect(200).json();

    assertThat(report.get("bars").asInt()).isEqualTo(252);
    assertThat(report.get("trades").asInt()).isEqualTo(4);
    assertThat(report.get("equity_curve")).hasSize(252);
    assertThat(report.at("/equity_curve/0/0").asText()).isEqualTo("2013-01-02T00:00:00Z");
  }

  @Test
  void meaningIsCheckedBeforeTheFileIsLookedUp() {
    TestUser user = server.newUser();
    String body =
        "{\"file_id\":999999999,\"strategy\":{\"type\":\"sma_crossover\",\"fast\":%d,\"slow\":30},"
            + "\"initial_cash\":1}";

    user.api().post("api/backtests", body.formatted(30)).expect(422);
    user.api().post("api/backtests", body.formatted(10)).expect(404);
    user.api().post("api/backtests", "{\"file_id\":1}").expect(400);
    server.anonymous().post("api/backtests", body.formatted(10)).expect(401);
  }

  @Test
  void anotherUsersFileIsNotThere() {
    TestUser owner = server.newUser();
    long file =
        owner
            .api()
            .upload("mine.csv", "date,close\n2020-01-01,1\n".getBytes(StandardCharsets.UTF_8))
            .expect(201)
            .json()
            .get("id")
            .asLong();
    String body =
        "{\"file_id\":%d,\"strategy\":{\"type\":\"sma_crossover\",\"fast\":1,\"slow\":2},"
                .formatted(file)
            + "\"initial_cash\":1}";

    server.newUser().api().post("api/backtests", body).expect(404);
    assertThat(owner.api().post("api/backtests", body).expect(422).json().get("column").asText())
        .isEqualTo("open");
  }
}
