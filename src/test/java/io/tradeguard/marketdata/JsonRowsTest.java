package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'last':2|'close':2|it has 'close', which the first entry has not, and no other close",
        "'close':2|'last':2|it has 'last', which the first entry has not, and no other close",
        "'close':2|'closing':2|it has 'closing'",
        "'vol':2|'close':2|it has 'close'"
      })
  void anEntryWithAPriceUnderAnotherNameIsRefused(String first, String later, String detail) {
    String entry = "{'date':'2013-01-0%d','open':1,'high':3,'low':0.5,%s}";
    String bars = "[" + entry.formatted(2, first) + "," + entry.formatted(3, later) + "]";

    Unusable problem = Reading.problem(Reading.json(bars.replace('\'', '"')));

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.BAD_ROW);
    assertThat(problem.row()).isEqualTo(2);
    assertThat(problem.detail()).contains(detail, "the same names");
  }

  @Test
  void anEntryMayLackOrAddWhatIsNoPrice() {
    String bars =
        "[{'date':'2013-01-02','open':1,'high':3,'low':0.5,'close':2,'last':7,'x':1},"
            + "{'date':'2013-01-03','open':1,'high':3,'low':0.5,'close':2.5,'volume':7,'y':1},"
            + "{'date':'2013-01-04','open':1,'high':3,'low':0.5,'close':2.5,'price':7,'y':1}]";

    MarketData found = Reading.json(bars.replace('\'', '"'));

    assertThat(found.problem()).isNull();
    assertThat(found.bars()).isEqualTo(3);
    assertThat(found.firstBars().get(0).close()).isEqualByComparingTo("2");
  }

  /** Nine hundred cells for each that is there: this took seconds a megabyte. */
  @Test
  void entriesThatLackMostOfManyNamesAreRefused() {
    StringBuilder bars =
        new StringBuilder("[{'date':'2013-01-02','open':1,'high':3,'low':0.5,'close':2");
    for (int i = 0; i < 900; i++) {
      bars.append(",'a").append(i).append("':1");
    }
    bars.append("}");
    for (int i = 0; i < 1000; i++) {
      bars.append(",{'a").append(i % 900).append("':1}");
    }

    Unusable problem = Reading.problem(Reading.json((bars + "]").replace('\'', '"')));

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.BAD_ROW);
    assertThat(problem.detail()).contains("lack most of the names");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'1,234','1,300','1,200','1,250'|thousands",
        "'1,234','1,300',995,'1,250'|thousands",
        "'1,5','2,5','1,5','2,5'|",
        "'1,234.5','1,300','1,200','1,250'|",
        "1.234,1.3,1.2,'1.250'|"
      })
  void commasInTextsAreTold(String prices, @Nullable String told) {
    MarketData found = Reading.json("[['2013-01-02',%s]]".formatted(prices).replace('\'', '"'));

    assertThat(found.problem()).isNull();
    if (told == null) {
      assertThat(found.notes()).isEmpty();
    } else {
      assertThat(found.notes()).singleElement().asString().contains(told);
    }
  }

  /** Each name costs a look; without a bound this document would take minutes. */
  @Test
  void aDocumentOfNothingButNamesIsGivenUp() {
    StringBuilder names = new StringBuilder("[");
    for (int i = 0; i < 150_000; i++) {
      names.append("[\"a ").append(i).append("\"],");
    }

    Unusable problem = Reading.problem(Reading.json(names + "1]"));

    assertThat(problem.reason()).isEqualTo(Unusable.Reason.NO_BARS);
    assertThat(problem.detail()).contains("Keep the list alone");
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
        "{'t':[1357084800,1357171200],'o':[1,2],'h':[3,4],'l':[1,1],'c':[2,3]}|NO_BARS",
        "{'open':[[1357084800,1,1,1,1]],'close':[[1357084800,2,2,2,2]]}|SEVERAL_INSTRUMENTS",
        "{'a':1}|NO_BARS",
        "[]|NO_BARS",
        "[[1357084800,5.8,1.0]]|TRADES",
        "[{'time':1357084800,'price':5.8,'qty':1}]|TRADES",
        "[[1357084800,1,3,0.5,2],[1357171200,1,3,0.5]]|BAD_ROW",
        "[[1357084800,1,3,0.5,2],[1357171200,1,3,0.5,{}]]|BAD_ROW",
        "[[1357084800,'1,234','1,300',2,'1,250']]|AMBIGUOUS_NUMBERS",
        "[[1357084800,1,3|NOT_READABLE"
      })
  void saysWhatADocumentIsInstead(String json, Unusable.Reason reason) {
    Unusable problem = Reading.problem(Reading.json(json.replace('\'', '"')));

    assertThat(problem.reason()).isEqualTo(reason);
  }
}
