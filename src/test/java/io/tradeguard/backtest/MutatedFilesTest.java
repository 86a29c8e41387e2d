package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.marketdata.FileForm;
import io.tradeguard.marketdata.MarketDataReader;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.MutatedFile;
import io.tradeguard.upload.content.ContentException;
import io.tradeguard.upload.content.FileType;
import io.tradeguard.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Real files with random damage: each is refused or understood, and nothing else ever happens to
 * it. Property {@code tradeguard.test.mutations} sets how many are tried.
 */
class MutatedFilesTest {
  private static final int FILES = Integer.getInteger("tradeguard.test.mutations", 1500);

  @Test
  @Fault(82)
  void damageIsRefusedOrUnderstood() throws IOException {
    int understood = 0;
    for (int i = 0; i < FILES; i++) {
      MutatedFile file = MutatedFile.of(i);
      FileType type = FileType.ofName(file.name()).orElseThrow();
      understood += outcome(file.content(), type) ? 1 : 0;
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
}
