package io.tradeguard.browser;

import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.TestSetup;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * One headless Chromium with a profile of its own, spoken to as a person would: by labels, words on
 * buttons and what can be read. Every question waits until it can be answered.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ChromeDriver driver;
  private final URI console;
  private int width;
  private int height;

  private Browser(ChromeDriver driver, URI console) {
    this.driver = driver;
    this.console = console;
  }

  /** Starts a browser on the console of the server at a context root. */
  static Browser open(URI contextRoot) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(onPath("chromium"));
    options.addArguments(
        "--headless=new",
        "--disable-gpu",
        "--hide-scrollbars",
        "--lang=en",
        "--force-color-profile=srgb");
    if ("root".equals(System.getProperty("user.name"))) {
      options.addArguments("--no-sandbox");
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(onPath("chromedriver"))
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options), contextRoot.resolve("ui/"));
    browser.resize(1280, 900);
    browser.driver.get(browser.console.toString());
    return browser;
  }

  private static File onPath(String program) {
    Optional<Path> found =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getenv("PATH"))
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst();
    return found
        .map(Path::toFile)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    program + " is missing: install Debian's chromium and chromium-driver"));
  }

  /** Logs in and waits for the first view. */
  Browser logIn(String username, String password) {
    type("User name", username);
    type("Password", password);
    press("Log in");
    await("#bar nav a[aria-current]");
    return this;
  }

  /** Goes to a view by its hash, as a link would. */
  void go(String hash) {
    driver.executeScript("location.hash = arguments[0]", "#" + hash);
    await("h1");
  }

  /** Waits for the first element that a selector matches. */
  WebElement await(String selector) {
    return Eventually.answerWithin(
        PATIENCE, () -> driver.findElements(By.cssSelector(selector)).stream().findFirst());
  }

  /** Waits until a selector matches nothing. */
  void awaitNone(String selector) {
    Eventually.within(
        PATIENCE,
        () -> {
          if (!all(selector).isEmpty()) {
            throw new AssertionError(selector + " is still there");
          }
        });
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Waits until the page's visible text contains this. */
  void read(String text) {
    readWithin(PATIENCE, text);
  }

  /** Waits for a text no longer than given. */
  void readWithin(Duration time, String text) {
    Eventually.within(
        time,
        () -> {
          String page = text();
          if (!page.contains(text)) {
            throw new AssertionError("The page does not say '" + text + "' but:\n" + page);
          }
        });
  }

  /** Returns everything that can be read now. */
  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /** Presses the button or link with these words, or with this accessible name. */
  void press(String words) {
    Eventually.within(PATIENCE, () -> button(words).click());
  }

  /** Returns the button or link with these words or this accessible name. */
  WebElement button(String words) {
    String literal = literal(words);
    String xpath =
        "(//dialog[@open]//*[self::button or self::a][@aria-label=%1$s or (not(@aria-label) and normalize-space()=%1$s)]"
            + " | //*[self::button or self::a][not(ancestor::dialog)][@aria-label=%1$s or (not(@aria-label) and normalize-space()=%1$s)])[last()]";
    return driver.findElement(By.xpath(xpath.formatted(literal)));
  }

  /** Replaces what stands in the field with this label. */
  void type(String label, String text) {
    WebElement field = field(label);
    field.clear();
    field.sendKeys(text);
  }

  /** Chooses an option by its words in the box with this label. */
  void choose(String label, String option) {
    WebElement box = field(label);
    Eventually.within(
        PATIENCE,
        () ->
            box.findElement(By.xpath("./option[normalize-space()=" + literal(option) + "]"))
                .click());
  }

  /** Returns the control that a visible label names. */
  WebElement field(String label) {
    return Eventually.answerWithin(
        PATIENCE,
        () ->
            driver
                .findElements(By.xpath("//label[normalize-space()=" + literal(label) + "]"))
                .stream()
                .reduce((first, second) -> second)
                .map(
                    found ->
                        driver.findElement(
                            By.id(Objects.requireNonNull(found.getDomAttribute("for"))))));
  }

  /** Drops a file onto the page as a drag from the desktop does. */
  void drop(String selector, String filename, String content) {
    driver.executeScript(
        """
        const [zone, name, text] = arguments;
        const data = new DataTransfer();
        data.items.add(new File([text], name));
        for (const type of ['dragover', 'drop']) {
          zone.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
        }
        """,
        await(selector),
        filename,
        content);
  }

  /** Chooses files through the page's file chooser. */
  void chooseFile(Path file) {
    await("input[type=file]").sendKeys(file.toAbsolutePath().toString());
  }

  /** Slows what the browser sends to so many bytes a second. */
  void slowDown(int bytesPerSecond) {
    network(false, bytesPerSecond);
  }

  /** Takes the network away, or gives it back. */
  void disconnect(boolean away) {
    network(away, -1);
  }

  private void network(boolean offline, int uploadThroughput) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            offline,
            "latency",
            0,
            "downloadThroughput",
            -1,
            "uploadThroughput",
            uploadThroughput));
  }

  /** Types keys wherever the focus is. */
  void keys(CharSequence... keys) {
    for (CharSequence some : keys) {
      focused().sendKeys(some);
    }
  }

  /** Returns what has the focus. */
  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  void reload() {
    driver.navigate().refresh();
  }

  void back() {
    driver.navigate().back();
  }

  /** Runs a script. */
  void run(String script) {
    driver.executeScript(script);
  }

  /** Runs a script and returns its value, which is not null. */
  Object value(String script) {
    return Objects.requireNonNull(driver.executeScript(script));
  }

  /** Runs a script that calls its last argument with a value, and returns that. */
  Object valueLater(String script) {
    return Objects.requireNonNull(driver.executeAsyncScript(script));
  }

  /** Shows the page as a system with dark or light colours does. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Gives the page this size, in CSS pixels. */
  void resize(int width, int height) {
    this.width = width;
    this.height = height;
    setSize(width, height);
  }

  private void setSize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Saves two pictures of the whole page, one in light colours and one in dark ones. */
  void photographInBothSchemes(String name) {
    for (String scheme : List.of("light", "dark")) {
      prefer(scheme);
      photograph(name + "-" + scheme);
    }
  }

  /** Saves a picture of the whole page, also of what a person would scroll to. */
  void photograph(String name) {
    Number height = (Number) value("return document.documentElement.scrollHeight");
    setSize(width, Math.max(this.height, height.intValue()));
    // What follows the page's size, as charts do, is drawn with the frame after the next.
    valueLater(
        """
        const done = arguments[arguments.length - 1];
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true))));
        """);
    try {
      Path folder = Files.createDirectories(TestSetup.output().resolve("screenshots"));
      Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    setSize(width, this.height);
  }

  /** Returns what the browser has complained of since last asked, failed calls of the API aside. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.contains("/api/"))
        .toList();
  }

  private static String literal(String text) {
    return text.contains("'") ? "\"" + text + "\"" : "'" + text + "'";
  }

  @Override
  public void close() {
    driver.quit();
  }
}
