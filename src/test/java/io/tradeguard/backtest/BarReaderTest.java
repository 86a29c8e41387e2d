package io.tradeguard.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarReaderTest {
  private static final String HEADER = "date,open,high,low,close,volume\n";

  @Test
  void findsColumnsInAnyOrderAndCaseAndPassesOverOthers() {
    assertThat(
            MarketData.read(
                "\uFEFFVolume,adj_close, Close ,LOW,High,Open,Timestamp\r\n9,0,4,2,5,3,1357084800"))
        .containsExactly(
            new Bar(
                Instant.parse("2013-01-02T00:00:00Z"),
                new BigDecimal("3"),
                new BigDecimal("5"),
                new BigDecimal("2"),
                new BigDecimal("4"),
                new BigDecimal("9")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2013-01-02",
        "20130102",
        "2013-01-02T00:00",
        "2013-01-02T00:00:00",
        "2013-01-02 00:00:00",
        "2013-01-02T00:00:00Z",
        "2013-01-02T01:00:00.000+01:00",
        "1357084800",
        "1357084800000"
      })
  void readsTimesInEveryForm(String time) {
    assertThat(MarketData.read(HEADER + time + ",1,1,1,1,0\n").get(0).time())
        .isEqualTo(Instant.parse("2013-01-02T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "high", "low", "close", "volume"})
  void namesTheColumnThatIsMissing(String column) {
    Problem problem = refusal(HEADER.replace(column, "other") + "2013-01-02,1,1,1,1,0\n");

    assertThat(problem.detail()).isEqualTo("Column '" + column + "' is missing.");
    assertThat(problem.members()).containsEntry("column", column);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"yesterday,1,1,1,1,0\", \"Row 3, column 'date': it is not a time.\"",
        "\"2013-01-02,1,1,1,1,0\", \"Row 3, column 'date': the time must be later than in the row"
            + " before.\"",
        "\"2013-01-03,1,1,1,x,0\", \"Row 3, column 'close': it is not a number.\"",
        "\"2013-01-03,1,1,1,,0\", \"Row 3, column 'close': it is not a number.\"",
        "\"2013-01-03,1,1,1,NaN,0\", \"Row 3, column 'close': it is not a number.\"",
        "\"2013-01-03,0,1,1,1,0\", \"Row 3, column 'open': a price must be positive and at most"
            + " 10^15.\"",
        "\"2013-01-03,1,1,-1,1,0\", \"Row 3, column 'low': a price must be positive and at most"
            + " 10^15.\"",
        "\"2013-01-03,1,1,1,1e999999999,0\", \"Row 3, column 'close': the number has too many"
            + " digits.\"",
        "\"2013-01-03,1,1,1,1,-5\", \"Row 3, column 'volume': it must not be negative.\"",
        "\"2013-01-03,1,1,2,1,0\", \"Row 3: the low price is above the high one.\"",
        "\"2013-01-03,1,1,1\", \"Row 3: it has 4 columns, the header has 6.\""
      })
  void namesTheRowThatIsBad(String row, String detail) {
    Problem problem = refusal(HEADER + "2013-01-02,1,1,1,1,0\n" + row + "\n");

    assertThat(problem.detail()).isEqualTo(detail);
    assertThat(problem.members()).containsEntry("row", 3L);
  }

  @Test
  void refusesTwoTimesTwiceAColumnAnEmptyFileAndForeignBytes() {
    assertThat(refusal("date,time,open,high,low,close,volume\n").detail())
        .isEqualTo("Columns 'date' and 'time' both give the time; keep one.");
    assertThat(refusal("date,open,high,low,close,close,volume\n").detail())
        .isEqualTo("Column 'close' stands twice.");
    assertThat(refusal("open,high,low,close,volume\n").detail())
        .isEqualTo("Column 'date', 'time' or 'timestamp' is missing.");
    assertThat(refusal("").detail()).isEqualTo("Row 1: the file has no header.");
    assertThat(refusal((HEADER + "\u00ff").getBytes(StandardCharsets.ISO_8859_1)).detail())
        .endsWith("it is not UTF-8.");
  }

  private static Problem refusal(String csv) {
    return refusal(csv.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem refusal(byte[] csv) {
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> MarketData.read(csv)).problem();
    assertThat(problem.status()).isEqualTo(422);
    return problem;
  }
}
