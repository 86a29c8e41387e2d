package io.tradeguard.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestSetup;
import io.tradeguard.testing.UsesSharedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Metrics and alerts by Prometheus's own tool. */
@Tag("tools")
@UsesSharedServer
class PrometheusToolIT {
  @Test
  void theMetricsAreWellFormedAndWellNamed() {
    TestServer server = TestServer.shared();
    server.newUser().api().get("api/usage").expect(200);
    String metrics = server.admin().get("api/metrics").expect(200).text();

    Tool.Result result = Tool.run(List.of("promtool", "check", "metrics"), metrics);

    assertThat(result.status()).as(result.output()).isZero();
  }

  @Test
  void theAlertRulesAreValid() throws IOException {
    List<String> command = new ArrayList<>(List.of("promtool", "check", "rules"));
    try (Stream<Path> files = Files.list(TestSetup.serverConfig().resolve("monitoring"))) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".rules.yml"))
          .sorted()
          .forEach(command::add);
    }
    assertThat(command).as("files of rules").hasSizeGreaterThanOrEqualTo(4);

    Tool.Result result = Tool.run(command, "");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("SUCCESS");
  }
}
