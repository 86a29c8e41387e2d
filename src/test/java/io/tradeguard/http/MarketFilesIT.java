package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import io.tradeguard.testing.UsesSharedServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files as traders have them, over HTTP. */
@UsesSharedServer
class MarketFilesIT {
  private static final Path FOLDER = Path.of("src/test/resources/data/market");

  private final TestServer server = TestServer.shared();

  @Test
  void allSixtyAreTakenAndBacktestedOrRefusedWithAReason() throws IOException {
    TestUser user = server.newUser();
    server
        .admin()
        .patch(
            "api/admin/users/" + user.id(),
            Map.of(
                "quota_files",
                100,
                "rate_limits",
                Map.of(
                    "backtest", Map.of("limit", 1000, "period", 3600),
                    "default", Map.of("limit", 1000, "period", 3600))))
        .expect(200);
    JsonNode expected = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
    for (Map.Entry<String, JsonNode> one : expected.properties()) {
      String name = one.getKey();
      JsonNode report = one.getValue().get("report");
      JsonNode file =
          user.api()
              .upload(name, "text/plain", BodyPublishers.ofFile(FOLDER.resolve(name)))
              .expect(201)
              .json();
      JsonNode found = file.get("market_data");
      Answer answer = backtest(user, file.get("id").asLong());
      if (report.isNull()) {
        assertThat(found.at("/problem/detail").asText()).as(name).isNotEmpty();
        assertThat(answer.expect(422).json().get("detail"))
            .as(name)
            .isEqualTo(found.at("/problem/detail"));
      } else if (report.has("too_few")) {
        answer.expect(422);
      } else {
        assertThat(found.get("bars")).as(name).isEqualTo(report.get("bars"));
        double equity = report.get("final_equity").asDouble();
        assertThat(answer.expect(200).json().get("final_equity").asDouble())
            .as(name)
            .isCloseTo(equity, within(equity * 1e-9));
      }
    }
  }

  @Test
  void aLargeFileIsLookedAtOnFirstNeedAndThenKnown() {
    TestUser user = server.newUser();
    StringBuilder csv = new StringBuilder("time,open,high,low,close\n");
    for (int i = 0; i < 20_000; i++) {
      csv.append(1_600_000_000 + 60 * i).append(",1.5,1.5,1.5,1.5\n");
    }
    JsonNode stored =
        user.api()
            .upload("minutes.csv", csv.toString().getBytes(StandardCharsets.US_ASCII))
            .expect(201)
            .json();
    String path = "api/files/" + stored.get("id").asLong();

    assertThat(stored.get("market_data").isNull()).isTrue();
    JsonNode seen = user.api().get(path).expect(200).json().get("market_data");
    assertThat(seen.get("bars").asLong()).isEqualTo(20_000);
    assertThat(seen.get("interval_seconds").asLong()).isEqualTo(60);
    assertThat(user.api().get("api/files").expect(200).json().at("/items/0/market_data"))
        .isEqualTo(seen);
    user.api().delete(path).expect(204);
    user.api().get(path).expect(404);
  }

  private static Answer backtest(TestUser user, long file) {
    return user.api()
        .post(
            "api/backtests",
            Map.of(
                "file_id",
                file,
                "strategy",
                Map.of("type", "sma_crossover", "fast", 5, "slow", 20),
                "initial_cash",
                10_000));
  }
}
