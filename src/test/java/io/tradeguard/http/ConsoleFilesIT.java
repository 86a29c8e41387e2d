package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.UsesSharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's files as any server sends them. */
@UsesSharedServer
class ConsoleFilesIT {
  private final Api anyone = TestServer.shared().anonymous();

  @ParameterizedTest
  @CsvSource({
    "ui/, text/html",
    "ui/index.html, text/html",
    "ui/app.js, javascript",
    "ui/uplot.js, javascript",
    "ui/style.css, text/css",
    "ui/icon.svg, image/svg+xml"
  })
  void everyFileHasItsTypeAndAStrictPolicy(String path, String type) {
    Answer answer = anyone.get(path).expect(200);
    assertThat(answer.requiredHeader("Content-Type")).contains(type);
    assertThat(answer.requiredHeader("Content-Security-Policy"))
        .contains(
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
    assertThat(answer.header("Cache-Control")).hasValue("no-cache");
  }

  @Test
  void anUnchangedFileIsNotSentTwice() {
    Answer first = anyone.get("ui/app.js").expect(200);
    String validator = first.header("ETag").isPresent() ? "If-None-Match" : "If-Modified-Since";
    String value = first.header("ETag").orElseGet(() -> first.requiredHeader("Last-Modified"));
    anyone.withHeader(validator, value).get("ui/app.js").expect(304);
  }

  @Test
  void thePageNamesNoScriptOrStyleOfItsOwn() {
    String page = anyone.get("ui/").expect(200).text();
    assertThat(page).doesNotContain("<style", "style=", "onclick", "onload");
    assertThat(page).containsPattern("<script type=\"module\" src=\"[a-z.]+\"></script>");
  }

  @Test
  void theChartsComeFromTheWebJarThatTheBuildNames() {
    String module = anyone.get("ui/uplot.js").expect(200).text();
    String path = module.replaceAll("(?s).*from '\\.\\./([^']+)'.*", "$1");
    Answer chart = anyone.get(path).expect(200);
    assertThat(chart.text()).contains("uPlot");
    assertThat(chart.requiredHeader("Cache-Control")).contains("immutable");
  }

  @Test
  void aPageThatDoesNotExistIsAProblemWithoutATrace() {
    Answer answer = anyone.get("ui/nothing.js").expect(404);
    assertThat(answer.text()).doesNotContain("Exception", "at io.", "at org.");
  }
}
