package io.tradeguard.backtest;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.tradeguard.bench.server.Report;
import io.tradeguard.bench.server.Rounds;
import io.tradeguard.marketdata.BarSeries;
import io.tradeguard.marketdata.FileForm;
import io.tradeguard.marketdata.MarketDataReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** P17: what a backtest of as many bars as are taken costs, beside reading the rows alone. */
public final class BacktestBenchmark {
  private static final int WARM_UPS = 4;
  private static final int ROUNDS = 7;

  private final Report report;

  public BacktestBenchmark(Report report) {
    this.report = report;
  }

  /** P17, for bars as they are and for the longest numbers that are read. */
  public void millionBars() {
    for (MillionBars file : MillionBars.values()) {
      byte[] csv = file.csv();
      report.ratio(
          "P17 backtest of %,d bars, %s (%d MB)"
              .formatted(BarSeries.MAX_BARS, file.label(), csv.length >> 20),
          Rounds.of(WARM_UPS, ROUNDS, () -> backtest(csv), () -> rows(csv)),
          " ms",
          "its rows alone",
          "≤ 3; ≤ 3000 ms");
    }
  }

  private static double backtest(byte[] csv) {
    long start = System.nanoTime();
    try {
      BacktestReport result =
          Backtest.run(
              UsableBars.of(
                  new MarketDataReader().read(new ByteArrayInputStream(csv), FileForm.CSV)),
              50,
              200,
              10_000,
              start);
      if (result.bars() != BarSeries.MAX_BARS || result.trades() < 100) {
        throw new IllegalStateException("Not the backtest that is measured: " + result.trades());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return millisSince(start);
  }

  /** The same library takes the same bytes apart, and nobody looks at a cell. */
  private static double rows(byte[] csv) {
    long start = System.nanoTime();
    long cells = 0;
    for (CsvRecord row :
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(
                new InputStreamReader(new ByteArrayInputStream(csv), StandardCharsets.UTF_8))) {
      cells += row.getFieldCount();
    }
    if (cells < 6L * BarSeries.MAX_BARS) {
      throw new IllegalStateException("Rows are missing");
    }
    return millisSince(start);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
