package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same three bars in the forms of some fifty sources, and what is close to bars and is none.
 */
class VendorFormsTest {
  private static final Path FOLDER = Path.of("src/test/resources/data/vendors");
  private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 17);

  /** Open, high, low and close of each bar, oldest first. */
  private static final double[][] PRICES = {
    {100.5, 103.25, 99.75, 102}, {102, 104, 101.5, 103.5}, {103.5, 105, 102.25, 104.75}
  };

  private static final Set<String> NO_BARS =
      Set.of(
          "finnhub_columns.json",
          "yahoo_chart.json",
          "finam_semicolon.csv",
          "gateio_candles.json",
          "huobi_kline.json",
          "binance_trades.csv",
          "truefx_ticks.csv");

  /** Sources that say when a day's bar ends, in hours after midnight. */
  private static final Set<String> AT_THE_CLOSE =
      Set.of("google_finance_sheet.csv", "tradestation.csv", "thinkorswim.csv");

  static Stream<String> bars() {
    return names().filter(name -> !NO_BARS.contains(name));
  }

  @ParameterizedTest
  @MethodSource("bars")
  void theThreeBarsAreRead(String name) {
    MarketDataReader.Result read = read(name);

    MarketData found = read.found();
    assertThat(found.problem()).isNull();
    assertThat(found.bars()).isEqualTo(3);
    assertThat(found.intervalSeconds()).isEqualTo(86_400);
    List<Bar> bars = found.firstBars();
    for (int i = 0; i < PRICES.length; i++) {
      Bar bar = bars.get("falling".equals(found.order()) ? PRICES.length - 1 - i : i);
      assertThat(bar.time()).isEqualTo(time(name, i));
      assertPrice(bar.open(), PRICES[i][0]);
      assertPrice(bar.high(), PRICES[i][1]);
      assertPrice(bar.low(), PRICES[i][2]);
      assertPrice(bar.close(), PRICES[i][3]);
    }
    BarSeries series = read.series().orElseThrow();
    assertThat(series.time(0)).isEqualTo(time(name, 0));
    assertPrice(series.close(2), PRICES[2][3]);
  }

  @ParameterizedTest
  @CsvSource({
    "finnhub_columns.json,NO_BARS,list of bars",
    "yahoo_chart.json,NO_BARS,list of bars",
    "finam_semicolon.csv,AMBIGUOUS_TIMES,does not prove which",
    "gateio_candles.json,MISSING_COLUMN,no heading",
    "huobi_kline.json,NO_TIMES,No column gives the time",
    "binance_trades.csv,TRADES,single trades",
    "truefx_ticks.csv,TRADES,single trade or quote"
  })
  void whatIsNoListOfBarsIsRefused(String name, Unusable.Reason reason, String detail) {
    Unusable problem = Reading.problem(read(name).found());

    assertThat(problem.reason()).isEqualTo(reason);
    assertThat(problem.detail()).contains(detail);
  }

  @Test
  void everyFileIsExpectedToBeOneOrTheOther() {
    Set<String> all = names().collect(Collectors.toCollection(TreeSet::new));

    assertThat(all).hasSizeGreaterThan(50).containsAll(NO_BARS).containsAll(AT_THE_CLOSE);
  }

  private static Instant time(String name, int day) {
    long hours = AT_THE_CLOSE.contains(name) ? 16 : 0;
    return FIRST_DAY.plusDays(day).atStartOfDay().plusHours(hours).toInstant(ZoneOffset.UTC);
  }

  private static void assertPrice(@Nullable BigDecimal found, double price) {
    assertThat(found).isEqualByComparingTo(BigDecimal.valueOf(price));
  }

  private static MarketDataReader.Result read(String name) {
    try {
      return Reading.of(Files.readAllBytes(FOLDER.resolve(name)), FileForm.ofName(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".md"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
