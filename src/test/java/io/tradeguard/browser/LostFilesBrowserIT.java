package io.tradeguard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator sees of a store that has lost what it was given. */
@Tag("browser")
class LostFilesBrowserIT {
  /** Files are looked for every ten leases. */
  private static final int LEASE_SECONDS = 1;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String ALARM = "1 stored file lost";

  @Test
  void aLostFileAndALostStoreAreAlarmsUntilTheyAreBack() throws IOException {
    try (TestServer server =
            TestServer.builder()
                .withGenerousLimits()
                .with("tradeguard.upload.lease", LEASE_SECONDS)
                .start();
        Browser browser = Browser.open(server.base())) {
      TestUser user = server.newUser();
      user.api()
          .upload("bars.csv", ConsoleServer.aapl().getBytes(StandardCharsets.UTF_8))
          .expect(201);
      browser.logIn("admin", TestServer.ADMIN_PASSWORD).go("admin/overview");
      browser.read("every file has its bytes");
      assertThat(browser.text()).doesNotContain(ALARM);

      Path stored = onlyFile(server.dataDir().resolve("uploads"));
      Path aside = Files.move(stored, server.folder().resolve("aside"));
      browser.readWithin(PATIENCE, ALARM);
      browser.read("restore the bytes from a backup");
      assertThat(browser.await(".alarms").getAriaRole()).isEqualTo("alert");
      browser.photographInBothSchemes("lost");

      Files.move(aside, stored);
      browser.readWithin(PATIENCE, "every file has its bytes");
      assertThat(browser.text()).doesNotContain(ALARM);

      Path store = server.dataDir().resolve("uploads");
      Path away = Files.move(store, server.folder().resolve("away"));
      browser.readWithin(PATIENCE, "Not ready: storage");
      browser.read("The file store is missing or another database’s");
      Files.move(away, store);
      Eventually.within(
          PATIENCE, () -> assertThat(browser.text()).doesNotContain("Not ready: storage"));
    }
  }

  private static Path onlyFile(Path uploads) throws IOException {
    try (Stream<Path> found = Files.walk(uploads)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .reduce(
              (one, other) -> {
                throw new AssertionError("Two files: " + one + " and " + other);
              })
          .orElseThrow();
    }
  }
}
