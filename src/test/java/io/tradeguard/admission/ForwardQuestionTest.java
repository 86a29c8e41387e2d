package io.tradeguard.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.web.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardQuestionTest {
  private static ForwardQuestion read(String query) {
    return ForwardQuestion.of(query);
  }

  @Test
  void onlyTheCategoryIsNeeded() {
    assertThat(read("category=backtest"))
        .isEqualTo(new ForwardQuestion("backtest", 1, false, false));
  }

  @Test
  void allCanBeSaid() {
    assertThat(read("category=a&cost=1000000&auth=required&refusal=403"))
        .isEqualTo(new ForwardQuestion("a", 1_000_000, true, true));
    assertThat(read("category=a&auth=optional&refusal=429"))
        .isEqualTo(new ForwardQuestion("a", 1, false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "cost=1, 'Parameter ''category'' must name a rate limit.'",
    "category=, 'Parameter ''category'' must name a rate limit.'",
    "category=a&category=b, 'Parameter ''category'' must not be repeated.'",
    "category=a&auht=required, 'Parameter ''auht'' is not known'",
    "category=a&auth=true, 'Parameter ''auth'' must be ''optional'' or ''required''.'",
    "category=a&refusal=500, 'Parameter ''refusal'' must be ''429'' or ''403''.'",
  })
  void whatIsWrongIsNamed(String query, String detail) {
    assertThatThrownBy(() -> read(query))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000001", "99999999999", "1.5", "", "x"})
  void aCostIsAWholeNumberInItsBounds(String cost) {
    assertThatThrownBy(() -> read("category=a&cost=" + cost))
        .isInstanceOf(ProblemException.class)
        .hasMessage("Parameter 'cost' must be a whole number of 1 to 1000000.");
  }

  @ParameterizedTest
  @CsvSource({"ann, ann", "a.b-c_d~e@f, a.b-c_d~e@f", "'a b,%', a%20b%2C%25", "Zoë, Zo%C3%AB"})
  void aNameIsSafeInAHeader(String name, String header) {
    assertThat(HeaderText.of(name)).isEqualTo(header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a?category=free&cost=0&auth=optional",
        "&forwarded=&category=free",
        "/%zz?%",
        "//x?a={b}|c;d"
      })
  void whatEnvoyAppendsIsNotRead(String appended) {
    assertThat(read("category=a&auth=required&forwarded=" + appended))
        .isEqualTo(new ForwardQuestion("a", 1, true, false));
  }

  @Test
  void namesAndValuesAreDecoded() {
    assertThat(read("c%61tegory=%61&&cost=%31"))
        .isEqualTo(new ForwardQuestion("a", 1, false, false));
    assertThatThrownBy(() -> read("category=%zz")).hasMessageContaining("'%'");
  }
}
