package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestSetup;
import io.tradeguard.testing.UsesSharedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus and Grafana are told to look at, against what a server shows. */
@UsesSharedServer
class WatchingIT {
  private static final Pattern METRIC = Pattern.compile("\\btradeguard_[a-z_]+");

  @ParameterizedTest
  @ValueSource(strings = {"tradeguard.rules.yml", "grafana-dashboard.json"})
  void everyMetricThatIsWatchedExists(String file) throws IOException {
    Set<String> watched =
        names(Files.readString(TestSetup.serverConfig().resolve("monitoring").resolve(file)));
    Set<String> shown = names(TestServer.shared().admin().get("api/metrics").expect(200).text());

    assertThat(watched).hasSizeGreaterThan(5);
    assertThat(shown).containsAll(watched);
  }

  private static Set<String> names(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
