package io.tradeguard.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.marketdata.text.Separator;
import io.tradeguard.marketdata.text.TextEncoding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncodingTest {
  private static final Charset GBK = Charset.forName("GBK");

  @Test
  void isProvenByItsMarkOrItsHeading() {
    assertThat(of("\uFEFFa,b", StandardCharsets.UTF_16LE)).isEqualTo(TextEncoding.UTF_16LE);
    assertThat(of("\uFEFFa,b", StandardCharsets.UTF_16BE)).isEqualTo(TextEncoding.UTF_16BE);
    assertThat(of("日期,收盘价", StandardCharsets.UTF_8)).isEqualTo(TextEncoding.UTF_8);
    assertThat(of("日期,收盘价", GBK)).isEqualTo(TextEncoding.GB_18030);
    assertThat(of("股票,价格", GBK)).isEqualTo(TextEncoding.UTF_8);
  }

  @Test
  void aCharacterThatTheSampleCutsProvesNothingAgainstIt() {
    byte[] cut = java.util.Arrays.copyOf("日期".getBytes(StandardCharsets.UTF_8), 5);

    assertThat(TextEncoding.UTF_8.decodes(cut)).isTrue();
    assertThat(TextEncoding.UTF_8.decodes(new byte[] {'a', (byte) 0xE9, 'b'})).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a,b,c/1,2,3!,",
        "a;b;c/1,5;2,5;3,5!;",
        "a;b;c;d;e/1,5;2,5;3,5;4,5;5,5!;",
        "a|b/1|2!|",
        "one column/1!,",
        "sep=;/a,b/1,2!;",
        "a note; with a semicolon/date,open/2013,1/2014,2!,"
      })
  void theSeparatorIsThatByWhichMostRowsAgree(String rows, char separator) {
    assertThat(Separator.of(rows.replace('/', '\n'))).isEqualTo(separator);
  }

  private static TextEncoding of(String text, Charset charset) {
    return TextEncoding.of(text.getBytes(charset));
  }
}
