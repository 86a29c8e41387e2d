package io.tradeguard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every view by axe-core, in both colour schemes, wide and on a phone; each is photographed too.
 */
@Tag("browser")
class AccessibilityBrowserIT {
  private final TestServer server = ConsoleServer.get();

  @ParameterizedTest
  @CsvSource({
    "light, 1280, ''",
    "dark, 1280, ''",
    "light, 360, -phone",
    "dark, 360, -phone",
    "light, 1920, -wide",
    "dark, 1920, -wide"
  })
  void noViewHasASeriousViolationOrScrollsSideways(String scheme, int width, String device) {
    Showcase showcase = Showcase.get();
    List<String> found = new ArrayList<>();
    try (Browser browser = Browser.open(server.base())) {
      browser.prefer(scheme);
      browser.resize(width, width < 600 ? 780 : 860);
      browser.await("form");
      inspect(browser, "login-" + scheme + device, found);
      browser.logIn("admin", TestServer.ADMIN_PASSWORD);
      for (Map.Entry<String, String> view : showcase.views().entrySet()) {
        showcase.traffic();
        browser.go(view.getKey());
        showcase.settle(browser, view.getValue());
        inspect(browser, view.getValue() + "-" + scheme + device, found);
      }
      browser.go("files");
      browser.press("Delete aapl_copy.csv");
      browser.await("dialog[open]");
      inspect(browser, "delete-" + scheme + device, found);
      browser.press("Cancel");
      browser.go("admin/users");
      browser.press("New user");
      browser.await("dialog[open]");
      inspect(browser, "new-user-" + scheme + device, found);
    }
    assertThat(found).isEmpty();
  }

  private static void inspect(Browser browser, String name, List<String> found) {
    browser.photograph(name);
    browser.run(axe());
    Object violations =
        browser.valueLater(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'], preload: false }).then((result) => done(
                result.violations
                    .filter((one) => ['serious', 'critical'].includes(one.impact))
                    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; ')}`)));
            """);
    ((List<?>) violations).forEach(violation -> found.add(name + ": " + violation));
    Object overflow =
        browser.value("return document.documentElement.scrollWidth - window.innerWidth");
    if (((Number) overflow).intValue() > 0) {
      found.add(name + ": scrolls sideways by " + overflow + " px");
    }
  }

  private static String axe() {
    try (InputStream script =
        Objects.requireNonNull(AccessibilityBrowserIT.class.getResourceAsStream("/axe.min.js"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
