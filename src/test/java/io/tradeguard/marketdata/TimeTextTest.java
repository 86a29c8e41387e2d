package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2013-01-02|2013-01-02T00:00:00Z",
        "2013/1/2|2013-01-02T00:00:00Z",
        "2013.01.02|2013-01-02T00:00:00Z",
        "20130102|2013-01-02T00:00:00Z",
        "2013年1月2日|2013-01-02T00:00:00Z",
        "2013-Jan-02|2013-01-02T00:00:00Z",
        "2013-01|2013-01-01T00:00:00Z",
        "02-Jan-13|2013-01-02T00:00:00Z",
        "2 January 2013|2013-01-02T00:00:00Z",
        "Jan 02, 2013|2013-01-02T00:00:00Z",
        "Wed, 02 Jan 2013|2013-01-02T00:00:00Z",
        "Wednesday, January 2, 2013|2013-01-02T00:00:00Z",
        "Sept 3 2013|2013-09-03T00:00:00Z",
        "Wed Jan  2 09:30:00 2013|2013-01-02T09:30:00Z",
        "Wed Jan  2 09:30:00 UTC 2013|2013-01-02T09:30:00Z",
        "Jan 2 9:30 PM 2013|2013-01-02T21:30:00Z",
        "Wed, 02 Jan 2013 09:30:00 +0000|2013-01-02T09:30:00Z",
        "Wed Jan 02 2013 09:30:00 GMT+0100 (CET)|2013-01-02T08:30:00Z",
        "31-Dec-99|1999-12-31T00:00:00Z",
        "31/12/2013|2013-12-31T00:00:00Z",
        "12/31/13|2013-12-31T00:00:00Z",
        "31.12.2013 09:30|2013-12-31T09:30:00Z",
        "2013-01-02T09:30:00Z|2013-01-02T09:30:00Z",
        "2013-01-02T09:30:00.123456789+01:00|2013-01-02T08:30:00.123456789Z",
        "2013-01-02 09:30:00-0500|2013-01-02T14:30:00Z",
        "2013-01-02 09:30:00 UTC|2013-01-02T09:30:00Z",
        "31.12.2013 00:00:00.000 GMT+0100|2013-12-30T23:00:00Z",
        "20130102 093000|2013-01-02T09:30:00Z",
        "20130102 0930|2013-01-02T09:30:00Z",
        "20130102093000|2013-01-02T09:30:00Z",
        "201301020930|2013-01-02T09:30:00Z",
        "2013-01-02 09-PM|2013-01-02T21:00:00Z",
        "2013-01-02 12:05 a.m.|2013-01-02T00:05:00Z",
        "2013-01-02 12:00:00 PM|2013-01-02T12:00:00Z",
        "2013-01-02 24:00|2013-01-03T00:00:00Z",
        "1357119000|2013-01-02T09:30:00Z",
        "1357119000.5|2013-01-02T09:30:00.500Z",
        "1357119000123|2013-01-02T09:30:00.123Z",
        "1357119000123456|2013-01-02T09:30:00.123456Z",
        "1357119000123456789|2013-01-02T09:30:00.123456789Z",
        "-315619200|1960-01-01T00:00:00Z"
      })
  void readsEveryForm(String text, String time) {
    MarketData found = Reading.csv("date;open;high;low;close\n" + text + ";1;1;1;1\n");

    assertThat(found.problem()).isNull();
    assertThat(found.first()).isEqualTo(Instant.parse(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "decimal 1 2013",
        "marks 3 2013",
        "1 mayor 2013",
        "2013-janet-02",
        "sunk 2013-01-02",
        "Wed Jan 2 09:30:00 20130",
        "Wed Jan 2 09:30:00 EST 2013",
        "Wed Jan 2 09:30:00",
        "2013-01-02 09:30 GMT (",
        "2013-02-30",
        "2013-13-01",
        "2013-01-02 25:00",
        "2013-01-02 09:60",
        "2013-01-02 13:00 PM",
        "2013-01-02 09:30 EST",
        "2013-01-02-09:30",
        "1.35712E+12",
        "12345",
        "20130102.0930",
        "٢٠١٣-٠١-٠٢",
        "2013-01-02 09:30:00.1234567890",
        "99999999999999999999"
      })
  void refusesWhatIsNoTimeAndRepeatsIt(String text) {
    Unusable problem =
        Reading.refusal("date;open;high;low;close\n2013-01-01;1;1;1;1\n" + text + ";1;1;1;1\n");

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.BAD_TIME);
    assertThat(problem.row()).isEqualTo(3);
    assertThat(problem.column()).isEqualTo("date");
    assertThat(problem.found()).isEqualTo(text);
    assertThat(problem.detail()).contains("2013-01-31");
  }
}
