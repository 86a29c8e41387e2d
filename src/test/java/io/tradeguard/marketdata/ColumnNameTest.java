package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.marketdata.layout.ColumnName;
import io.tradeguard.marketdata.layout.ColumnRole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNameTest {
  @ParameterizedTest
  @CsvSource({
    "Date, TIME",
    "<DATE>, TIME",
    "Timestamp, TIME",
    "Open time, TIME",
    "timestamp_utc, TIME",
    "TRADEDATE, TIME",
    "unix, TIME",
    "Gmt time, TIME",
    "time_period_start, TIME",
    "ts_event, TIME",
    "window_start, TIME",
    "Дата, TIME",
    "Open, OPEN",
    "'1. open', OPEN",
    "1b. open (USD), OPEN",
    "AAPL.Open, OPEN",
    "openPrice, OPEN",
    "price_open, OPEN",
    "Open*, OPEN",
    "Otwarcie, OPEN",
    "Eröffn., OPEN",
    "HIGH, HIGH",
    "Max, HIGH",
    "Haut, HIGH",
    "clot, CLOSE",
    "最高价, HIGH",
    "Low, LOW",
    "Min, LOW",
    "Mín, LOW",
    "Close, CLOSE",
    "Close/Last, CLOSE",
    "Close**, CLOSE",
    "Last, CLOSE",
    "Price, CLOSE",
    "Último, CLOSE",
    "Settle, CLOSE",
    "收盘价, CLOSE",
    "c, CLOSE",
    "'\"Close\"', CLOSE",
    "Volume, VOLUME",
    "Vol., VOLUME",
    "<TICKVOL>, VOLUME",
    "VolumeFrom, VOLUME",
    "Shares Traded, VOLUME",
    "Volume BTC, VOLUME"
  })
  void findsARoleWhateverSurroundsTheWord(String heading, ColumnRole role) {
    assertThat(ColumnName.of(heading).meaning())
        .hasValueSatisfying(meaning -> assertThat(meaning.role()).isEqualTo(role));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Adj Close",
        "AdjClose",
        "Adj. Open",
        "PREVCLOSE",
        "Prev Close",
        "OpenInterest",
        "Open Interest",
        "OpenInt",
        "Change %",
        "VWAP",
        "52 Week High",
        "market cap",
        "Bid",
        "Ask",
        "direction",
        "High Low",
        "前收盘",
        "NUMTRADES",
        "Ex Date"
      })
  void leavesTheRestAlone(String heading) {
    assertThat(ColumnName.of(heading).meaning()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Day Open, OPEN", "Day High, HIGH", "Start Price, CLOSE"})
  void aWordThatIsATimeAloneIsNoneBesideAPrice(String heading, ColumnRole role) {
    assertThat(ColumnName.of(heading).meaning().orElseThrow().role()).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource({
    "Close, Last",
    "Last, Settle",
    "Settle, Price",
    "Close, AAPL.Close",
    "date, close time",
    "volume, volume btc",
    "timestamp, endTime"
  })
  void prefersTheBetterNameOfTwo(String better, String other) {
    assertThat(ColumnName.of(better).meaning().orElseThrow().rank())
        .isLessThan(ColumnName.of(other).meaning().orElseThrow().rank());
  }
}
