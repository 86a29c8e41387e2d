package io.tradeguard.backtest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Files of market data for tests. */
final class MarketData {
  private MarketData() {}

  static byte[] apple2013() {
    try (InputStream file = MarketData.class.getResourceAsStream("/data/aapl_daily_2013.csv")) {
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

  static List<BigDecimal> prices(String... prices) {
    return List.of(prices).stream().map(BigDecimal::new).toList();
  }

  static BacktestReport backtest(byte[] csv, int fast, int slow, double cash) {
    try {
      return Backtest.run(new ByteArrayInputStream(csv), fast, slow, cash);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Bar> read(byte[] csv) {
    List<Bar> bars = new ArrayList<>();
    try {
      BarReader.read(new ByteArrayInputStream(csv), bars::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bars;
  }

  static List<Bar> read(String csv) {
    return read(csv.getBytes(StandardCharsets.UTF_8));
  }
}
