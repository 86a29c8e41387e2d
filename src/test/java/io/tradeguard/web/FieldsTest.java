package io.tradeguard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  @ParameterizedTest
  @ValueSource(strings = {"abc", "a b", "Zo\u00e9", "\u65e5\u672c", "<b>", "\ud83d\ude00"})
  void whatCanBeSeenIsPrintable(String text) {
    assertThat(Fields.isPrintable(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\t", "\r", "\u007f", "\u0085", "\u00a0", "\u202e", "\u200b"})
  void whatHidesOrMovesTextIsNot(String text) {
    assertThat(Fields.isPrintable("a" + text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "9223372036854775807, 9223372036854775807"})
  void anIdIsAPositiveNumber(String segment, long id) {
    assertThat(Ids.parse(segment)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "+1", "01", "1.0", "x", "9223372036854775808", "\u0661"})
  void nothingIsUnderAnyOtherPath(String segment) {
    assertThatThrownBy(() -> Ids.parse(segment))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(404));
  }

  @ParameterizedTest
  @CsvSource({"0, 50", "-1, 50", "x, 50", "1, 0", "1, 201", "1, 1e1", "1000001, 1"})
  void aPageOutOfRangeIsRefused(String page, String size) {
    assertThatThrownBy(() -> Page.Request.of(page, size))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
  }

  @Test
  void aPageHasFiftyItemsUnlessAskedOtherwise() {
    assertThat(Page.Request.of(null, null)).isEqualTo(new Page.Request(1, 50));
    assertThat(Page.Request.of("3", "200").offset()).isEqualTo(400);
  }
}
