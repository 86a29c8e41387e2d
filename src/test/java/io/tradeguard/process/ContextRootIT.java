package io.tradeguard.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestSetup;
import io.tradeguard.testing.TestUser;
import org.junit.jupiter.api.Test;

/** The context root that the server's usual way of deploying does not give. */
class ContextRootIT {

  @Test
  void theServiceWorksBelowAnyContextRoot() {
    String root = TestSetup.server().equals("wildfly") ? "" : "guard";
    try (TestServer server = TestServer.builder().startingQuickly().at(root).start()) {
      TestUser user = server.newUser();
      Answer upload = user.api().upload("a.csv", CsvFile.ofSize(1000)).expect(201);
      String location = upload.requiredHeader("Location");

      assertThat(server.base().resolve(location))
          .isEqualTo(server.base().resolve("api/files/" + upload.json().get("id").asLong()));
      assertThat(user.api().get(location).expect(200).json()).isEqualTo(upload.json());
      assertThat(server.base().resolve(server.anonymous().get("").requiredHeader("Location")))
          .isEqualTo(server.base().resolve("ui/"));
      assertThat(server.anonymous().get("ui/").expect(200).text()).doesNotContain("=\"/");
    }
  }
}
