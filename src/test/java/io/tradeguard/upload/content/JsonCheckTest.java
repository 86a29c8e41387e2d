package io.tradeguard.upload.content;

import static io.tradeguard.upload.content.Checking.place;
import static io.tradeguard.upload.content.Checking.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "0",
        "-1.5e+10 ",
        "\"\"",
        "null",
        " [true, false, null, 1, {\"a\": [\"b\\n\\u00e9\"]}]\n",
        "{\"a\":1,\"b\":{\"c\":[[]]}}",
        "\"日本 😀\""
      })
  void takesAnyOneValue(String file) {
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), file))).isEqualTo("ok");
  }

  @Test
  void namesTheLineAndCharacterOfAnError() {
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "{\n \"é\": x}")))
        .isEqualTo("2:7");
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "[1,]"))).isEqualTo("1:4");
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "{} {}"))).isEqualTo("1:4");
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "[01]"))).isEqualTo("1:3");
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "\"a\nb\""))).isEqualTo("1:3");
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "[1"))).isEqualTo("1:2");
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), ""))).isEqualTo("1:1");
    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "\"\0\""))).isEqualTo("1:2");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin1 = "\"é\"".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), latin1, 1))).isEqualTo("1:3");
  }

  @Test
  void takesSixtyFourLevelsAndNoMore() {
    assertThat(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "[".repeat(64) + "]".repeat(64)))
        .isEmpty();
    assertThat(
            place(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "[".repeat(65) + "]".repeat(65))))
        .isEqualTo("1:65");
  }

  @Test
  void refusesAGiantToken() {
    assertThat(refusal(new JsonCheck(WrongEncoding.UNKNOWN), '"' + "x".repeat((1 << 20) - 2) + '"'))
        .isEmpty();
    assertThat(refusal(new JsonCheck(WrongEncoding.UNKNOWN), '"' + "x".repeat(1 << 20) + '"'))
        .isNotEmpty();
    assertThat(refusal(new JsonCheck(WrongEncoding.UNKNOWN), "1".repeat((1 << 20) + 2)))
        .isNotEmpty();
  }

  @Property(tries = 3000)
  void agreesWithJackson(
      @ForAll("jsonLike") String file, @ForAll @IntRange(min = 1, max = 9) int piece) {
    boolean taken =
        refusal(new JsonCheck(WrongEncoding.UNKNOWN), file.getBytes(StandardCharsets.UTF_8), piece)
            .isEmpty();

    assertThat(taken).isEqualTo(isOneValue(file));
  }

  @Provide
  Arbitrary<String> jsonLike() {
    return Arbitraries.of(
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\u00e9", "1", "0", "-", ".", "e",
            "+", "true", "null", "fals", " ", "\n", "é", "{\"a\":", "[1,")
        .list()
        .ofMaxSize(9)
        .map(parts -> String.join("", parts));
  }

  private static boolean isOneValue(String file) {
    try (JsonParser parser =
        new JsonFactory().createParser(file.getBytes(StandardCharsets.UTF_8))) {
      JsonToken first = parser.nextToken();
      parser.skipChildren();
      if (first != null && first.isScalarValue()) {
        parser.getText();
      }
      return first != null && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
