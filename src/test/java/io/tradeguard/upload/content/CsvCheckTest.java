package io.tradeguard.upload.content;

import static io.tradeguard.upload.content.Checking.place;
import static io.tradeguard.upload.content.Checking.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCheckTest {
  @Test
  void takesRealBars() throws IOException {
    try (InputStream in = CsvCheckTest.class.getResourceAsStream("/data/aapl_daily_2013.csv")) {
      assertThat(in).isNotNull();
      assertThat(refusal(csv(), in.readAllBytes(), 1000)).isEmpty();
    }
  }

  private static CsvCheck csv() {
    return new CsvCheck(',', WrongEncoding.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "\r\na",
        "a,b\n\n\n1,2\n\n",
        "a,b\n1,2,3\n1\n",
        "a,b\r1,2\r",
        "a,b\r\r\n1,2\r",
        "a,b\n1,\t2\f\n",
        "a,b\n1,2\n\u001A",
        "a,b\n1,2\n\u001A\u001A\r\n",
        "a,b\n1,2",
        "a,b\n1,2\n",
        "a,b\r\n1,2\r\n",
        "\uFEFFa,b\n1,2\n",
        "\uFEFF\"a\",b\n1,2\n",
        "a,b\n\"x,\"\"y\"\"\r\n\",2\n",
        "a,b\n,\n",
        "Grüße,日本,😀\n1,2,3\n",
        "a,b\n=cmd|' /C calc'!A0,2\n"
      })
  void takesWhatTheFormatAllows(String file) {
    assertThat(place(refusal(csv(), file))).isEqualTo("ok");
  }

  @Test
  void namesTheRowAndColumnOfAnError() {
    assertThat(place(refusal(csv(), "a,b\n1,x\"y\n"))).isEqualTo("2:2");
    assertThat(place(refusal(csv(), "a,b\n\"1\"x,2\n"))).isEqualTo("2:1");
    assertThat(place(refusal(csv(), "a,b\n1,\"2\n"))).isEqualTo("2:2");
    assertThat(place(refusal(csv(), "a,b\r1,\"2\r"))).isEqualTo("2:2");
    assertThat(place(refusal(csv(), "a,b\n1,\0\n"))).isEqualTo("2:2");
    assertThat(place(refusal(csv(), "a,b\n1,2,\u0007"))).isEqualTo("2:3");
    assertThat(place(refusal(csv(), "a,b\n1,\u007F"))).isEqualTo("2:2");
    assertThat(place(refusal(csv(), "a,b\n12345678\u0001"))).isEqualTo("2:1");
    assertThat(place(refusal(csv(), "a,b\n1,2\n\u001Aa"))).isEqualTo("3:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n \n", "\uFEFF", "\uFEFF\n"})
  void refusesAFileWithoutText(String file) {
    assertThat(place(refusal(csv(), file))).isEqualTo("1:1");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin1 = "a,b\n1,é\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(place(refusal(csv(), latin1, 3))).isEqualTo("2:2");
  }

  @Test
  void refusesACharacterThatIsCutOff() {
    assertThat(place(refusal(csv(), new byte[] {'a', (byte) 0xC3}, 1))).isEqualTo("1:1");
    assertThat(place(refusal(csv(), new byte[] {(byte) 0xEF}, 1))).isEqualTo("1:1");
  }

  @Test
  void takesAThousandColumnsAndNoMore() {
    assertThat(place(refusal(csv(), "c,".repeat(999) + "c\n"))).isEqualTo("ok");
    assertThat(place(refusal(csv(), "c,".repeat(1000) + "c\n"))).isEqualTo("1:1001");
  }

  @Test
  void refusesOneGiantLine() {
    assertThat(place(refusal(csv(), "x".repeat(1 << 20)))).isEqualTo("ok");
    assertThat(place(refusal(csv(), "x".repeat((1 << 20) + 1)))).isEqualTo("1:1");
    assertThat(place(refusal(csv(), "a\n\"" + "\n".repeat(1 << 20)))).isEqualTo("2:1");
    byte[] longest = ("a\n" + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
    byte[] longer = ("a\n" + "x".repeat((1 << 20) + 1)).getBytes(StandardCharsets.UTF_8);
    assertThat(place(refusal(csv(), longest, 64))).isEqualTo("ok");
    assertThat(place(refusal(csv(), longer, 64))).isEqualTo("2:1");
  }

  @Property(tries = 2000)
  void agreesWithTheReaderThatBacktestsUse(
      @ForAll("csvLike") String file, @ForAll @IntRange(min = 1, max = 9) int piece) {
    boolean taken = refusal(csv(), file.getBytes(StandardCharsets.UTF_8), piece).isEmpty();

    if (taken) {
      assertThat(readable(file)).isTrue();
    }
  }

  @Provide
  Arbitrary<String> csvLike() {
    return Arbitraries.of("a", "é", ",", "\"", "\n", "\r\n", "\r", "\"x\"", "1,2\n", "\uFEFF")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 2000)
  void judgesTheSameInPiecesOfAnySize(
      @ForAll("rows") String file, @ForAll @IntRange(min = 8, max = 64) int piece) {
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);

    assertThat(place(refusal(csv(), bytes, piece))).isEqualTo(place(refusal(csv(), bytes, 1)));
  }

  /** Mostly good rows, some not, below a header. */
  @Provide
  Arbitrary<String> rows() {
    Arbitrary<String> good =
        Arbitraries.of("1,2\n", "2013-01-02,549.03\n", "\"a,b\",c\n", ",\n", "é,1\r\n", "a,b\n");
    Arbitrary<String> odd =
        Arbitraries.of(
            "1\n",
            "1,2,3\n",
            "a\"b,c\n",
            "\n",
            "\"a\"b,c\n",
            "\r",
            "\0,1\n",
            "1,2",
            "\u0002",
            "\t\n");
    return Arbitraries.frequencyOf(Tuple.of(20, good), Tuple.of(1, odd))
        .list()
        .ofMaxSize(40)
        .map(rows -> "date,close\n" + String.join("", rows));
  }

  private static boolean readable(String file) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .skipEmptyLines(false)
            .detectBomHeader(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(file.startsWith("\uFEFF") ? file.substring(1) : file)) {
      reader.stream().forEach(record -> assertThat(record.getFieldCount()).isPositive());
      return true;
    } catch (CsvParseException | IOException e) {
      return false;
    }
  }
}
