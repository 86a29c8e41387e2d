package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a file's columns are found, and what is said of one that has them not. */
class LayoutTest {
  private static final String BARS = "2013-01-02,1,3,0.5,2,9\n2013-01-03,2,3,1,2.5,8\n";
  private static final Bar FIRST =
      new Bar(
          Instant.parse("2013-01-02T00:00:00Z"),
          new BigDecimal("1"),
          new BigDecimal("3"),
          new BigDecimal("0.5"),
          new BigDecimal("2"),
          new BigDecimal("9"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "date,open,high,low,close,volume\n",
        "",
        "\uFEFF\"date\",\"open\",high,low,close,volume\n",
        "sep=,\ndate,open,high,low,close,volume\n",
        "# made by hand\ndate,open,high,low,close,volume\n",
        "Some title,https://example.com\n\ndate,open,high,low,close,volume\n",
        ",open,high,low,close,volume\n",
        "date,open,high,low,close,volume,,\n",
        "open,high,low,close,volume\n",
        "Price,Open,High,Low,Close,Volume\nTicker,A,A,A,A,A\nDate,,,,,\n",
        "date,A.open,A.high,A.low,A.close,A.volume\n",
        "date,open,high,low,close,volume\n,,,,,\n\n",
      })
  void findsTheBarsBelowAnyHeading(String heading) {
    MarketData found = Reading.csv(heading + BARS);

    assertThat(found.problem()).isNull();
    assertThat(found.bars()).isEqualTo(2);
    assertThat(found.firstBars().get(0)).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "2013-01-02;1;3;0.5;2;9",
        "2013-01-02\t1\t3\t0.5\t2\t9",
        "2013-01-02|1|3|0.5|2|9",
        "2013-01-02;1;3;0,5;2;9",
        "2013.01.02,00:00,1,3,0.5,2,9",
        "20130102,000000,1,3,0.5,2,9",
        "20130102,0,1,3,0.5,2,9",
        "1357084800000,1,3,0.5,2,9,1357171199999",
        "ABC,2013-01-02,1,3,0.5,2,9",
        "2013-01-02,1,2,3,0.5,9",
        "2013-01-02,0.5,3,1,2,9"
      })
  void readsARowWithoutHeadingInAKnownOrder(String row) {
    assertThat(Reading.csv(row + "\n").firstBars()).containsExactly(FIRST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "TIMESTAMP,BID,ASK/2013-01-02 10:00,1,1.1!QUOTES",
        "time,bid,ask,bid_volume,ask_volume/1357084800,1,1.1,5,6!QUOTES",
        "1357084800,5.8,1.0!TRADES",
        "id,price,amount,type/1356998659486096,13.5,36.8,ask!TRADES",
        "snapped_at,price,market_cap/2013-01-02 00:00:00 UTC,1,2!SINGLE_PRICES",
        "CODE,OPEN,HIGH,LOW,CLOSE/500002,1,3,0.5,2/500003,1,3,0.5,2!NO_TIMES",
        "date,symbol,open,high,low,close/2013-01-02,A,1,3,0.5,2/2013-01-02,B,1,3,0.5,2"
            + "!SEVERAL_INSTRUMENTS",
        "date,open,high,low,close,close/2013-01-02,1,3,0.5,2,2!DOUBLE_COLUMN",
        "date,A.close,B.close,open,high,low/2013-01-02,1,3,0.5,2,2!DOUBLE_COLUMN",
        "date,high,low,close/2013-01-02,3,0.5,2!MISSING_COLUMN",
        "eins,zwei,drei,vier,fünf/2013-01-02,1,3,0.5,2!MISSING_COLUMN",
        "2013-01-02,1.1,1.2,5,6!MISSING_COLUMN",
        "2013-01-02;992;1,032;991;1,001!AMBIGUOUS_NUMBERS",
        "date;open;high;low;close/2013-01-02;995;1,032;992;1,001!AMBIGUOUS_NUMBERS",
        "date,open,high,low,close/2013-01-02,995,1.032,992,1.001!AMBIGUOUS_NUMBERS",
        "2013-01-02,995,1.032,992,1.001!AMBIGUOUS_NUMBERS",
        "date;open;high;low;close/2013-01-02;110.123;110.100;110.456;110.200!BAD_ROW",
        "2013-01-02,10,5,11,5,9,5,10,5,1000/2013-01-03,10,6,11,6,9,6,10,6,1100!AMBIGUOUS_NUMBERS",
        "2013-01-02,09:30,10,5,11,5,9,5,10,5!AMBIGUOUS_NUMBERS",
        "2013-01-02,10,5,11,5,9,5,10,5,1000/2013-01-03,10,11,9,10,1100!BAD_ROW",
        "2013-01-02,10,11,9,10,1000/2013-01-03,10,11,9,10,5,1100!BAD_ROW",
        "date,open,high,low,close/2013-01-02,'1,234','1,300','1,200','1,250'/2013-01-03,1,2,1,1"
            + "!AMBIGUOUS_NUMBERS",
        "2013-01-02,1,3,3,1!MISSING_COLUMN",
        "date,open,high,low,close!NO_BARS",
        "hello!NO_BARS",
        "date,open,high,low,close/2013-01-02,1,3,0.5,x!BAD_NUMBER",
        "date,open,high,low,close/2013-01-02,1,3,0.5,-2!BAD_NUMBER",
        "date,open,high,low,close/2013-01-02,1,3,0.5,0!BAD_NUMBER",
        "date,open,high,low,close/2013-01-02,1,3,0.5,٢!BAD_NUMBER",
        "date,open,high,low,close/2013-01-02,1,3,3.5,2!BAD_ROW",
        "date,open,high,low,close/2013-01-02,1,3,0.5,2/2013-01-03,1,3!BAD_ROW",
        "date,open,high,low,close/2013-01-02,1,3,0.5,2/2013-01-03,1,234,3,0.5,2!BAD_ROW"
      })
  void saysWhatAFileIsInstead(String file, Unusable.Reason reason) {
    Unusable problem = Reading.refusal(file.replace('/', '\n').replace('\'', '"') + "\n");

    assertThat(problem.reason()).isEqualTo(reason);
    assertThat(problem.detail()).hasSizeBetween(30, 600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "5,6,7,4!6!2=open, 3=close, 4=high, 5=low",
        "4,7,5,6!6!2=low, 3=high, 4=open, 5=close"
      })
  void theOrderOfUnnamedColumnsStaysOpenUntilARowTells(String row, BigDecimal close, String order) {
    StringBuilder csv = new StringBuilder();
    LocalDate day = LocalDate.of(2013, 1, 1);
    for (int i = 0; i < 150; i++) {
      csv.append(day.plusDays(i)).append(",5,5,5.0,5,9\n");
    }

    MarketData found = Reading.csv(csv + day.plusDays(150).toString() + "," + row + ",9\n");

    assertThat(found.problem()).isNull();
    assertThat(found.firstBars().get(150).close()).isEqualByComparingTo(close);
    assertThat(found.columns())
        .containsAllEntriesOf(
            Stream.of(order.split(", ", -1))
                .collect(
                    Collectors.toMap(
                        part -> part.split("=", -1)[1], part -> part.split("=", -1)[0])));
  }

  @Test
  void aRowThatFitsNoOrderStillOpenIsRefusedWithAdvice() {
    StringBuilder csv = new StringBuilder();
    LocalDate day = LocalDate.of(2013, 1, 1);
    for (int i = 0; i < 150; i++) {
      csv.append(day.plusDays(i)).append(",5,5,5,5,9\n");
    }

    Unusable problem = Reading.refusal(csv + "2013-12-01,5,1,9,5,9\n");

    assertThat(problem.row()).isEqualTo(151);
    assertThat(problem.detail()).contains("in any order of columns", "Name the columns");
  }

  @Test
  void pricesThatLookLikeATimeOfTheDayArePrices() {
    MarketData found = Reading.csv("2013-01-02,62450,62468,62433,62467,9\n");

    assertThat(found.problem()).isNull();
    assertThat(found.firstBars().get(0).close()).isEqualByComparingTo("62467");
  }

  @Test
  void aCloseThatEqualsTheNumberOfItsColumnIsAPrice() {
    MarketData found = Reading.csv("2013-01-02,4,6,3,5,9\n2013-01-03,4,6,3,4,9\n");

    assertThat(found.bars()).isEqualTo(2);
    assertThat(found.skippedRows()).isZero();
  }

  @Test
  void rowsThatAreNoBarsAreLeftOutAndCounted() {
    MarketData found =
        Reading.csv(
            "date,open,high,low,close,volume\n"
                + "11:34,1,3,0.5,2,9\n"
                + BARS
                + "2013-01-04,null,null,null,null,0\n"
                + "2013-01-05,NaN,3,1,2,\n"
                + "2013-01-06,0,0,0,0,0\n"
                + "date,open,high,low,close,volume\n"
                + "Total\n"
                + "\u001A");

    assertThat(found.problem()).isNull();
    assertThat(found.bars()).isEqualTo(3);
    assertThat(found.skippedRows()).isEqualTo(5);
    assertThat(found.notes())
        .containsExactly(
            "5 rows were left out, for want of a close or of a date; the first is row 2.",
            "1 bar has no open, high or low price; the first is row 6.");
  }

  @Test
  void anAdjustedCloseIsNotTheClose() {
    MarketData found = Reading.csv("Date,Adj Close,Open,High,Low,Close\n2013-01-02,7,1,3,0.5,2\n");

    assertThat(found.columns()).containsEntry("close", "Close");
    assertThat(found.firstBars().get(0).close()).isEqualByComparingTo("2");
  }

  @Test
  void aRefusalNamesRowColumnAndWhatStoodThereButNoMoreThanSixtyCharacters() {
    Unusable problem =
        Reading.refusal("date,open,high,low,close\n2013-01-02,1,3,0.5," + "x".repeat(500) + "\n");

    assertThat(problem.row()).isEqualTo(2);
    assertThat(problem.column()).isEqualTo("close");
    assertThat(problem.found()).hasSize(Unusable.MAX_FOUND).startsWith("xxx").endsWith("…");
    assertThat(problem.detail()).contains("Write it like 1234.56.");
  }

  @Test
  void rowsWithoutPricesAreBoundedToo() {
    String rows = "date,open,high,low,close\n" + "\n".repeat(MarketDataReader.MAX_ROWS) + "x\n";

    assertThat(Reading.refusal(rows).reason()).isEqualTo(Unusable.Reason.TOO_MANY_BARS);
  }

  @Test
  void moreBarsThanABacktestTakesAreRefused() {
    StringBuilder csv = new StringBuilder("time,open,high,low,close\n");
    for (int i = 0; i <= BarSeries.MAX_BARS; i++) {
      csv.append(1_000_000_000 + i).append(",1,1,1,1\n");
    }

    assertThat(Reading.refusal(csv.toString()).reason()).isEqualTo(Unusable.Reason.TOO_MANY_BARS);
  }
}
