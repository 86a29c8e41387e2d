package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the times of a file prove together. */
class TimeColumnTest {
  @Test
  void aDayAboveTwelveProvesTheOrderOfDayAndMonth() {
    assertThat(read("02/01/2013", "13/01/2013").first()).isEqualTo(day("2013-01-02"));
    assertThat(read("02/01/2013", "02/13/2013").first()).isEqualTo(day("2013-02-01"));
    assertThat(read("13/02/2013", "02/01/2013").order()).isEqualTo("falling");
  }

  @Test
  void sortedRowsProveItToo() {
    // As days of January and February they rise; as months they would fall in the last row.
    String[] dates = {
      "07/01/2013",
      "08/01/2013",
      "09/01/2013",
      "10/01/2013",
      "11/01/2013",
      "12/01/2013",
      "01/02/2013",
      "02/02/2013"
    };
    MarketData found = read(dates);

    assertThat(found.first()).isEqualTo(day("2013-01-07"));
    assertThat(found.last()).isEqualTo(day("2013-02-02"));
    assertThat(refusal(java.util.Arrays.copyOf(dates, 7)).reason())
        .isEqualTo(Unusable.Reason.AMBIGUOUS_TIMES);
  }

  @Test
  void aNumberThatIsNoMonthProvesTheOrderOfFewRowsWhereverItStands() {
    assertThat(read("11/01/2013", "12/01/2013", "01/02/2013", "13/02/2013").first())
        .isEqualTo(day("2013-01-11"));
  }

  /** Two rows that were swapped must not make other years of them. */
  @Test
  void fewRowsThatAreSortedInOneOrderOnlyProveNothing() {
    assertThat(refusal("30/09/17", "02/10/17", "01/10/17").reason())
        .isEqualTo(Unusable.Reason.AMBIGUOUS_TIMES);
  }

  @Test
  void whatNoRowProvesIsRefused() {
    Unusable problem = refusal("01/02/2013", "02/02/2013", "03/02/2013");

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.AMBIGUOUS_TIMES);
    assertThat(problem.found()).isEqualTo("01/02/2013");
    assertThat(problem.detail()).contains("Write dates as 2013-01-31.");
    assertThat(refusal("13/01/02", "13/01/03").reason()).isEqualTo(Unusable.Reason.AMBIGUOUS_TIMES);
  }

  @Test
  void datesThatReadTheSameBothWaysAreNoQuestion() {
    assertThat(read("01/01/2013", "02/02/2013").bars()).isEqualTo(2);
  }

  @Test
  void timesThatGoBothWaysAreRefusedAtTheRowThatTurns() {
    Unusable problem = refusal("2013-01-01", "2013-01-03", "2013-01-02");

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.NOT_IN_ORDER);
    assertThat(problem.row()).isEqualTo(4);
    assertThat(refusal("13/01/2013", "15/01/2013", "14/01/2013").reason())
        .isEqualTo(Unusable.Reason.NOT_IN_ORDER);
  }

  @Test
  void equalTimesAreKeptAndTold() {
    MarketData found = read("2013-01-01", "2013-01-01", "2013-01-02");

    assertThat(found.bars()).isEqualTo(3);
    assertThat(found.notes())
        .containsExactly(
            "1 bar has the time of the bar before; the first is row 3, and all were kept.");
  }

  @Test
  void anotherFormInTheMiddleIsRefused() {
    assertThat(refusal("13/01/2013", "2013-01-14").reason()).isEqualTo(Unusable.Reason.BAD_TIME);
    assertThat(refusal("13/01/2013", "14-01-2013").detail()).contains("'13/01/2013'");
    assertThat(refusal("02/13/2013", "13/02/2014").reason()).isEqualTo(Unusable.Reason.BAD_TIME);
  }

  private static MarketData read(String... times) {
    MarketData found = Reading.csv(csv(times));
    assertThat(found.problem()).isNull();
    return found;
  }

  private static Unusable refusal(String... times) {
    return Reading.refusal(csv(times));
  }

  private static String csv(String... times) {
    return "date,open,high,low,close\n" + String.join(",1,1,1,1\n", times) + ",1,1,1,1\n";
  }

  private static Instant day(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }
}
