package io.tradeguard.backtest;

import io.tradeguard.marketdata.BarSeries;
import io.tradeguard.marketdata.FileForm;
import io.tradeguard.marketdata.MarketDataReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** Files of market data for tests. */
final class Samples {
  private Samples() {}

  static byte[] apple2013() {
    try (InputStream file = Samples.class.getResourceAsStream("/data/aapl_daily_2013.csv")) {
      if (file == null) {
        throw new IllegalStateException("The sample file is not on the class path");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a daily file with these closes. */
  static byte[] closes(List<BigDecimal> closes) {
    StringBuilder csv = new StringBuilder("date,open,high,low,close,volume\n");
    LocalDate day = LocalDate.of(2020, 1, 1);
    for (BigDecimal close : closes) {
      String price = close.toPlainString();
      csv.append(day).append((',' + price).repeat(4)).append(",1000\n");
      day = day.plusDays(1);
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a series of one bar a second, all of one price. */
  static BarSeries seconds(int bars) {
    StringBuilder csv = new StringBuilder("time,open,high,low,close\n");
    for (int i = 0; i < bars; i++) {
      csv.append(1_000_000_000 + i).append(",1,1,1,1\n");
    }
    return read(csv.toString().getBytes(StandardCharsets.UTF_8));
  }

  static List<BigDecimal> prices(String... prices) {
    return List.of(prices).stream().map(BigDecimal::new).toList();
  }

  static BacktestReport backtest(byte[] csv, int fast, int slow, double cash) {
    return backtest(csv, FileForm.CSV, fast, slow, cash);
  }

  static BacktestReport backtest(byte[] file, FileForm form, int fast, int slow, double cash) {
    return Backtest.run(read(file, form), fast, slow, cash, System.nanoTime());
  }

  static BarSeries read(byte[] csv) {
    return read(csv, FileForm.CSV);
  }

  static List<BigDecimal> closes(BarSeries series) {
    return IntStream.range(0, series.size()).mapToObj(series::close).toList();
  }

  private static BarSeries read(byte[] file, FileForm form) {
    try {
      return UsableBars.of(new MarketDataReader().read(new ByteArrayInputStream(file), form));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
