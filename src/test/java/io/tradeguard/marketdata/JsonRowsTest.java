package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1357084800,1,3,0.5,2,9],[1357171200,2,3,1,2.5,8]]",
        "{'error':[],'result':{'X':[[1357084800,'1','3','0.5','2','1.5',9]],'last':1357171200}}",
        "{'candles':[{'start':'1357084800','low':'0.5','high':'3','open':'1','close':'2'}]}",
        "{'ticker':'A','results':[{'v':9,'vw':1.5,'o':1,'c':2,'h':3,'l':0.5,'t':1357084800000}]}",
        "{'Meta':{'1. Symbol':'A'},'Series':{'2013-01-02':{'1. open':'1','2. high':'3',"
            + "'3. low':'0.5','4. close':'2'}}}",
        "{'candles':[{'complete':true,'volume':9,'time':'2013-01-02T00:00:00.000000000Z',"
            + "'mid':{'o':'1','h':'3','l':'0.5','c':'2'}}]}",
        "{'columns':['Date','Close','Open','High','Low'],'data':[['2013-01-02',2,1,3,0.5]]}",
        "[['date','open','high','low','close'],['2013-01-02',1,3,0.5,2]]",
        "{'2013-01-02':[1,3,0.5,2]}",
        "[{'t':1357084800,'o':1,'h':3,'l':0.5,'c':2,'tags':['x',[1]]}]"
      })
  void findsTheBarsWhereverTheyStand(String json) {
    MarketData found = Reading.json(json.replace('\'', '"'));

    assertThat(found.problem()).isNull();
    Bar first = found.firstBars().get(0);
    assertThat(first.time()).isEqualTo(Instant.parse("2013-01-02T00:00:00Z"));
    assertThat(first.open()).isEqualByComparingTo("1");
    assertThat(first.high()).isEqualByComparingTo("3");
    assertThat(first.low()).isEqualByComparingTo("0.5");
    assertThat(first.close()).isEqualByComparingTo("2");
  }

  /** What was left out in silence would make another series of it. */
  @Test
  void anEntryUnderOtherNamesIsRefused() {
    String bar = "{'%1$s':'2013-01-0%3$d','%2$s':1,'high':3,'low':0.5,'close':2}";
    String bars =
        "["
            + bar.formatted("date", "open", 2)
            + ","
            + bar.formatted("date", "open", 3)
            + ",{'Date':'2013-01-04','Open':1,'High':3,'Low':0.5,'Close':2}]";

    Unusable problem = Reading.problem(Reading.json(bars.replace('\'', '"')));

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.BAD_ROW);
    assertThat(problem.row()).isEqualTo(3);
    assertThat(problem.detail()).contains("none of the names", "the same names");
  }

  /** Each name costs a look; without a bound this document would take minutes. */
  @Test
  void aDocumentOfNothingButNamesIsGivenUp() {
    String names = "[" + "['a b','c d','e f'],".repeat(50_000).replace('\'', '"') + "1]";

    assertThat(Reading.problem(Reading.json(names)).reason()).isEqualTo(Unusable.Reason.NO_BARS);
    assertThat(Reading.problem(Reading.json(names)).detail()).contains("Keep the list alone");
  }

  @Test
  void aPointInANumberOfJsonIsBeforeItsDecimals() {
    MarketData found = Reading.json("[[1357084800,992,1032,991.125,1001]]");

    assertThat(found.problem()).isNull();
    assertThat(found.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'A':[[1357084800,1,3,0.5,2]],'B':[[1357084800,1,3,0.5,2]]}|SEVERAL_INSTRUMENTS",
        "{'a':1}|NO_BARS",
        "[]|NO_BARS",
        "[[1357084800,5.8,1.0]]|TRADES",
        "[{'time':1357084800,'price':5.8,'qty':1}]|TRADES",
        "[[1357084800,1,3,0.5,2],[1357171200,1,3,0.5]]|BAD_ROW",
        "[[1357084800,1,3,0.5,2],[1357171200,1,3,0.5,{}]]|BAD_ROW",
        "[[1357084800,1,3|NOT_READABLE"
      })
  void saysWhatADocumentIsInstead(String json, Unusable.Reason reason) {
    Unusable problem = Reading.problem(Reading.json(json.replace('\'', '"')));

    assertThat(problem.reason()).isEqualTo(reason);
  }
}
