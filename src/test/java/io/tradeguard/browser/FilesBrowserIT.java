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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trader's files in the console. */
@Tag("browser")
class FilesBrowserIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final TestServer server = ConsoleServer.get();
  private TestUser user;
  private Browser browser;

  @BeforeEach
  void logIn() {
    user = server.newUser();
    browser = Browser.open(server.base()).logIn(user.username(), user.password());
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void aDroppedFileMovesTheQuotaAndIsBacktested() {
    String bars = ConsoleServer.aapl();
    browser.read("0 of 100 MB, 0 of 50 files");
    browser.read("No files yet");
    browser.drop(".dropzone", "aapl.csv", bars);
    browser.read("Stored 12 KB");
    browser.read("1 of 50 files");
    // 12 KB of 100 MB are less than a pixel, but not less than can be seen.
    Eventually.within(PATIENCE, () -> assertThat(quotaPixels()).isGreaterThanOrEqualTo(2));
    browser.read("252 daily bars, 2 Jan to 31 Dec 2013");
    browser.press("Backtest aapl.csv");
    browser.read("Market data");
    browser.read("553.82");
    browser.read("Moving-average crossover");
    browser.press("Run backtest");
    browser.read("Total return");
    browser.read("252 bars");
    browser.await(".curve canvas");
    assertThat(drawnPixels()).isGreaterThan(500);
    assertThat(browser.all(".curve canvas")).hasSize(3);
    browser.read("▲ buy");
    browser.photograph("market-data-and-backtest");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aLongUploadShowsHowFarItIs() {
    recordProgress();
    browser.slowDown(1_000_000);
    browser.drop(".dropzone", "long.csv", "date,open\n" + "2013-01-02,553.82\n".repeat(150_000));
    Eventually.within(
        PATIENCE, () -> assertThat(progressSeen()).anyMatch(share -> share > 0 && share < 100));
    browser.read("Stored 2.6 MB");
    browser.read("2.5 of 100 MB, 1 of 50 files");
    assertThat(progressSeen()).contains(100.0);
  }

  private void recordProgress() {
    browser.run(
        """
        window.seen = [];
        new MutationObserver(() => document.querySelectorAll('progress').forEach((bar) => window.seen.push(bar.value)))
            .observe(document.querySelector('.uploads'), { subtree: true, childList: true, attributes: true });
        """);
  }

  private List<Double> progressSeen() {
    return ((List<?>) browser.value("return window.seen"))
        .stream().map(value -> ((Number) value).doubleValue()).toList();
  }

  private double quotaPixels() {
    return Double.parseDouble(
        browser.await(".quota .meter-used").getCssValue("width").replace("px", ""));
  }

  private long drawnPixels() {
    return ((Number)
            browser.value(
                """
                const canvas = document.querySelector('.curve canvas');
                const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                let drawn = 0;
                for (let i = 3; i < bytes.length; i += 4) {
                  drawn += bytes[i] > 200 ? 1 : 0;
                }
                return drawn;
                """))
        .longValue();
  }

  @Test
  void aFileChosenBeyondTheQuotaIsRefusedInTheServersWords() throws IOException {
    server
        .admin()
        .patch("api/admin/users/" + user.id(), Map.of("quota_bytes", 1024 * 1024))
        .expect(200);
    browser.go("limits");
    browser.go("files");
    browser.read("0 of 1 MB");
    byte[] big = "date,open\n2013-01-02,1.00\n".repeat(60_000).getBytes(StandardCharsets.UTF_8);
    browser.chooseFile(Files.write(folder.resolve("big.csv"), big));
    browser.read("Refused by a quota");
    browser.read("Upload quota exceeded. Used: 0.0MB, Limit: 1MB");
    browser.read("Not stored");
    assertThat(user.api().get("api/usage").json().get("used_bytes").asLong()).isZero();
  }

  @Test
  void aFileThatIsNotWhatItSaysIsRefusedWithRowAndColumn() {
    browser.drop(".dropzone", "quoted.csv", "a,b\n1,2\n\"3\n");
    browser.read("Not stored");
    assertThat(browser.await(".upload .notice").getText()).contains("Row 3, column 1");
  }

  @Test
  void aFileThatIsNoSeriesOfBarsSaysWhyBeforeItIsBacktested() {
    browser.drop(".dropzone", "quotes.csv", "TIMESTAMP,BID,ASK\n2010-02-03 16:53:50,0.53,0.54\n");
    browser.read("No bars: quotes");
    browser.photograph("market-data-list");
    browser.press("Backtest quotes.csv");
    browser.read("This file cannot be backtested: quotes");
    browser.read("A backtest needs open, high, low and close of each bar.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void markupInAFileNameIsText() {
    String name = "<img src=x onerror=document.title='broken'>.csv";
    user.api().upload(name, ConsoleServer.aapl().getBytes(StandardCharsets.UTF_8)).expect(201);
    browser.go("limits");
    browser.go("files");
    browser.read(name);
    browser.press(name);
    Eventually.within(PATIENCE, () -> assertThat(browser.await("h1").getText()).isEqualTo(name));
    assertThat(browser.all("main img")).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aFileIsDeletedOnlyAfterConsentAndItsSpaceIsFree() {
    user.api()
        .upload("bars.csv", ConsoleServer.aapl().getBytes(StandardCharsets.UTF_8))
        .expect(201);
    browser.go("limits");
    browser.go("files");
    browser.press("Delete bars.csv");
    browser.read("Delete this file?");
    browser.press("Cancel");
    browser.read("1 of 50 files");
    browser.press("Delete bars.csv");
    browser.press("Delete");
    browser.read("0 of 100 MB, 0 of 50 files");
    browser.read("No files yet");
  }
}
