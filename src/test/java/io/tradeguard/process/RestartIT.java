package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.StoredState;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import org.junit.jupiter.api.Test;

class RestartIT {

  @Test
  void usersKeysFilesAndUsageOutliveARestart() {
    byte[] content = CsvFile.ofSize(10_000);
    try (TestServer server = TestServer.builder().startingQuickly().start()) {
      TestUser user = server.newUser();
      Api byKey = server.anonymous().withKey(user.newKey());
      JsonNode file = byKey.upload("a.csv", content).expect(201).json();
      JsonNode usage = byKey.get("api/usage").expect(200).json();

      server.restart();

      assertThat(user.api().get("api/me").expect(200).json().get("id").asLong())
          .isEqualTo(user.id());
      assertThat(byKey.get("api/files/" + file.get("id").asLong()).expect(200).json())
          .isEqualTo(file);
      assertThat(byKey.get("api/files/" + file.get("id").asLong() + "/content").expect(200).body())
          .isEqualTo(content);
      assertThat(byKey.get("api/usage").expect(200).json()).isEqualTo(usage);

      server.stop();
      StoredState.ofDataDir(server.dataDir()).mustBeClean();
    }
  }

  @Test
  void withoutRedisTheLogSaysOnceThatLimitsAreLocal() {
    try (TestServer server = TestServer.builder().startingQuickly().start()) {
      assertThat(server.log())
          .filteredOn(line -> line.contains("rate limits are local"))
          .hasSize(1);
    }
  }
}
