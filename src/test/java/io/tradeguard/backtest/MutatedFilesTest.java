package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.marketdata.FileForm;
import io.tradeguard.marketdata.MarketDataReader;
import io.tradeguard.upload.content.ContentException;
import io.tradeguard.upload.content.FileType;
import io.tradeguard.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real files with random damage: each is refused or understood, and nothing else ever happens to
 * it. Property {@code tradeguard.test.mutations} sets how many are tried.
 */
class MutatedFilesTest {
  private static final int FILES = Integer.getInteger("tradeguard.test.mutations", 1500);
  private static final long SEED = 20_261_128;
  private static final String[] PIECES = {
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\"",
    "\uFEFF",
    "\0",
    "-",
    "null",
    "NaN",
    "1e999999999",
    "9".repeat(60),
    "١",
    "[[",
    "{\"a\":",
    "}",
    "]",
    "01/02/03",
    "2013-02-30",
    "99999999999999999999",
    "\u001A",
    "$"
  };

  @Test
  void damageIsRefusedOrUnderstood() throws IOException {
    List<Path> files;
    try (Stream<Path> folder = Files.list(Path.of("src/test/resources/data/market"))) {
      files = folder.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
    Random random = new Random(SEED);
    int understood = 0;
    for (int i = 0; i < FILES; i++) {
      Path file = files.get(i % files.size());
      byte[] damaged = damage(Files.readAllBytes(file), random);
      FileType type = FileType.ofName(file.toString()).orElseThrow();
      understood += outcome(damaged, type) ? 1 : 0;
    }

    assertThat(understood).isBetween(1, FILES - 1);
  }

  /** Returns whether a file was taken and backtested; whatever else is thrown fails the test. */
  private static boolean outcome(byte[] file, FileType type) throws IOException {
    try {
      var check = type.check();
      check.accept(file, 0, file.length);
      check.finish();
    } catch (ContentException e) {
      assertThat(e.detail()).isNotBlank();
      return false;
    }
    FileForm form = type == FileType.JSON ? FileForm.JSON : FileForm.CSV;
    MarketDataReader.Result read =
        new MarketDataReader().read(new ByteArrayInputStream(file), form);
    try {
      BacktestReport report = Backtest.run(UsableBars.of(read), 5, 20, 10_000, System.nanoTime());
      assertThat(report.finalEquity()).isFinite();
      return true;
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isEqualTo(422);
      return false;
    }
  }

  private static byte[] damage(byte[] file, Random random) {
    List<byte[]> parts = new ArrayList<>();
    int at = 0;
    for (int wounds = 1 + random.nextInt(4); wounds > 0 && at < file.length; wounds--) {
      int next = at + random.nextInt(file.length - at);
      parts.add(Arrays.copyOfRange(file, at, next));
      at = next;
      switch (random.nextInt(5)) {
        case 0 -> parts.add(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
        case 1 -> parts.add(new byte[] {(byte) random.nextInt(256)});
        case 2 -> at = Math.min(file.length, at + 1 + random.nextInt(40));
        case 3 -> at = Math.max(0, at - random.nextInt(200));
        default -> at = random.nextInt(20) == 0 ? file.length : at;
      }
    }
    parts.add(Arrays.copyOfRange(file, Math.min(at, file.length), file.length));
    byte[] damaged = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, damaged, end, part.length);
      end += part.length;
    }
    return damaged;
  }
}
