package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.marketdata.text.NumberText;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|.|1",
        "1.50|.|1.50",
        ".5|.|0.5",
        "$1,234.50|.|1234.50",
        "-$1,234.50|.|-1234.50",
        "1.5 €|.|1.5",
        "1,23,456.78|.|123456.78",
        "1'234.5|.|1234.5",
        "1 234.5|.|1234.5",
        "1.5e-05|.|0.000015",
        "1E3|.|1000",
        "1.1285100000000001|.|1.1285100000000001",
        "1,5|,|1.5",
        "1.234,5|,|1234.5",
        "1 234,5|,|1234.5",
        "1’234.5|.|1234.5",
        "12.34567890123456789012345678901234|.|12.34567890123456789012345678901234",
        "1234567890123456789|.|1234567890123456789",
        "0.0000000000000000001|.|0.0000000000000000001"
      })
  void readsWhatPeopleAndProgramsWrite(String text, char mark, BigDecimal number) {
    assertThat(NumberText.parse(text, mark)).isEqualByComparingTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "-",
        "x",
        "1,23",
        "1,2345",
        "12,34,56",
        "0,123",
        "1..2",
        "1.2.3",
        "1,234,5",
        "0x1",
        "1e999999999",
        "1e-40",
        "NaN",
        "Infinity",
        "１２",
        "١٢",
        "1_000",
        "1e",
        "--1",
        "1,234.5,6",
        "1,234,",
        ",234",
        "1-234",
        "1,234 567"
      })
  void refusesTheRest(String text) {
    assertThat(NumberText.parse(text, '.')).isNull();
  }

  @Test
  void refusesMoreDigitsThanAnyPriceHas() {
    String most = "1".repeat(NumberText.MAX_DIGITS);
    assertThat(NumberText.parse(most, '.')).isEqualTo(new BigDecimal(most));
    assertThat(NumberText.parse("$" + most, '.')).isEqualTo(new BigDecimal(most));
    assertThat(NumberText.parse(most + "1", '.')).isNull();
    assertThat(NumberText.parse("-" + most + "1", '.')).isNull();
  }

  @Test
  void aPriceOfSixtyFourDecimalsIsRefusedAndSaysWhatToDo() {
    String price = "1." + "3".repeat(64);

    Unusable problem = Reading.refusal(rows(",", "1.5", price));

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.BAD_NUMBER);
    assertThat(problem.row()).isEqualTo(3);
    assertThat(problem.column()).isEqualTo("close");
    assertThat(problem.detail()).contains("more digits than are read, 36", "Round it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1000000000000000055511151231257827021181583404541015625",
        "12.50000000000000000000000000000000000",
        "1.2345678901234567E-20",
        "$1.2345678901234567890123456789012345678901"
      })
  void tooManyDigitsInEveryPriceAreToldAsThat(String price) {
    assertThat(NumberText.parse(price, '.')).isNull();

    Unusable problem = Reading.refusal(rows(",", price, price));

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.BAD_NUMBER);
    assertThat(problem.detail()).contains("more digits than are read", "Round it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,5/1,6|1.6",
        "1.234,5/1.235|1235",
        "1,234/1,235|1.235",
        "1.234/1.235|1.235",
        "1.5/1.6|1.6"
      })
  void aSemicolonFileProvesItsDecimalMark(String prices, BigDecimal last) {
    String[] closes = prices.split("/", -1);
    MarketData found = Reading.csv(rows(";", closes));

    assertThat(found.problem()).isNull();
    assertThat(found.firstBars().get(1).close()).isEqualByComparingTo(last);
  }

  @Test
  void whatMayBeThousandsOrDecimalsIsRefused() {
    Unusable commas = Reading.refusal(rows(";", "1,234", "999"));
    Unusable points = Reading.refusal(rows(";", "1.234", "999"));

    assertThat(commas.reason()).isEqualTo(Unusable.Reason.AMBIGUOUS_NUMBERS);
    assertThat(commas.row()).isEqualTo(2);
    assertThat(points.reason()).isEqualTo(Unusable.Reason.AMBIGUOUS_NUMBERS);
    assertThat(Reading.refusal(rows(",", "1.032", "992")).reason())
        .isEqualTo(Unusable.Reason.AMBIGUOUS_NUMBERS);
    assertThat(Reading.refusal(rows(",", "1.032", "\"1,031\"")).reason())
        .isEqualTo(Unusable.Reason.AMBIGUOUS_NUMBERS);
    assertThat(Reading.csv(rows(",", "1.032", "992", "0.5")).problem()).isNull();
  }

  @Test
  void commasInTheCellsOfAFileWithCommasBetweenThemAreThousandsAndTold() {
    MarketData found = Reading.csv(rows(",", "\"1,234\"", "999"));

    assertThat(found.firstBars().get(0).close()).isEqualByComparingTo("1234");
    assertThat(found.notes()).containsExactly("Prices such as '1,234' were read as thousands.");
    assertThat(Reading.csv(rows(",", "\"1,234.5\"", "999")).notes()).isEmpty();
  }

  private static String rows(String separator, String... closes) {
    StringBuilder csv =
        new StringBuilder(String.join(separator, "date", "open", "high", "low", "close\n"));
    for (int i = 0; i < closes.length; i++) {
      csv.append("2013-01-0").append(i + 1).append((separator + closes[i]).repeat(4)).append('\n');
    }
    return csv.toString();
  }
}
