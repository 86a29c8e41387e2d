package io.tradeguard.upload.content;

import static io.tradeguard.upload.content.Checking.place;
import static io.tradeguard.upload.content.Checking.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypeTest {
  private static final byte[] CSV = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void isToldByTheNamesEnding() {
    assertThat(FileType.ofName("Bars.CSV")).contains(FileType.CSV);
    assertThat(FileType.ofName("a.csv.json")).contains(FileType.JSON);
    assertThat(FileType.ofName("csv")).isEmpty();
    assertThat(FileType.ofName("a.exe")).isEmpty();
  }

  @Test
  void agreesWithItsOwnMediaTypeAndWithPlainBytes() {
    assertThat(FileType.CSV.agreesWith("Text/CSV")).isTrue();
    assertThat(FileType.CSV.agreesWith("application/octet-stream")).isTrue();
    assertThat(FileType.CSV.agreesWith("application/vnd.ms-excel")).isTrue();
    assertThat(FileType.CSV.agreesWith("text/plain")).isTrue();
    assertThat(FileType.CSV.agreesWith("application/csv")).isTrue();
    assertThat(FileType.JSON.agreesWith("text/json")).isTrue();
    assertThat(FileType.CSV.agreesWith("image/png")).isFalse();
    assertThat(FileType.CSV.agreesWith("application/json")).isFalse();
    assertThat(FileType.JSON.agreesWith("text/csv")).isFalse();
  }

  @Test
  void refusesAZippedFileByWhatItIs() throws IOException {
    assertThat(foreign(packed(GZIPOutputStream::new))).contains("application/gzip");
    assertThat(foreign(packed(FileTypeTest::zip))).contains("application/zip");
  }

  @Test
  void refusesAnExecutableAnImageAndAPage() {
    byte[] elf = new byte[64];
    System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1}, 0, elf, 0, 7);
    assertThat(foreign(elf)).contains("elf");
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D};
    assertThat(foreign(png)).contains("image/png");
    assertThat(foreign(text("<!DOCTYPE html><html><body>x</body></html>"))).contains("text/html");
    assertThat(foreign(text("<?xml version=\"1.0\"?><a/>"))).contains("application/xml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BM,open\n1,2\n",
        "<TICKER>,<DATE>\nA,1\n",
        "Date:,b\n1,2\n",
        "P1 x,b\n1,2\n",
        "From me,b\n1,2\n"
      })
  void takesAHeaderThatLooksLikeAnotherFormatsMark(String file) {
    assertThat(refusal(FileType.CSV.check(), text(file), 5)).isEmpty();
  }

  @Test
  void takesAFileOfAnyLengthPushedInAnyPieces() {
    byte[] longer = "a,b\n".concat("1,2\n".repeat(5000)).getBytes(StandardCharsets.UTF_8);
    for (int piece : new int[] {1, 4095, 8191, 8192, 8193, 100_000}) {
      assertThat(refusal(FileType.CSV.check(), longer, piece)).isEmpty();
      assertThat(refusal(FileType.CSV.check(), CSV, piece)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE, UTF-16 without a byte order mark",
    "GBK, GBK",
    "windows-1252, Windows-1252 (Latin 1)",
    "windows-1251, Windows-1251",
    "Shift_JIS, Shift_JIS"
  })
  void namesTheEncodingThatAFileIsInInstead(String charset, String name) {
    Map<String, String> words =
        Map.of("GBK", "股票,价格", "windows-1251", "Цена,Дата", "Shift_JIS", "カタカナ,ヒト");
    String text = words.getOrDefault(charset, "café,Größe") + "\n1,2\n";

    String refusal =
        refusal(FileType.CSV.check(), text.getBytes(Charset.forName(charset)), 5)
            .map(ContentException::detail)
            .orElse("taken");

    assertThat(refusal).contains("the file seems to be in " + name + ". Save it as UTF-8.");
    assertThat(refusal).startsWith("Row 1, column ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void takesUtf16ByItsMarkAndJudgesWhatItSays(String charset) {
    byte[] good = "\uFEFFa;b\n1;日\uD83D\uDE00\n".getBytes(Charset.forName(charset));
    byte[] bad = "\uFEFFa;b\n1;\"2\n".getBytes(Charset.forName(charset));
    byte[] cut = java.util.Arrays.copyOf(good, good.length - 1);
    for (int piece : new int[] {1, 3, 100}) {
      assertThat(refusal(FileType.CSV.check(), good, piece)).isEmpty();
      assertThat(place(refusal(FileType.CSV.check(), bad, piece))).isEqualTo("2:2");
      assertThat(refusal(FileType.CSV.check(), cut, piece)).isPresent();
    }
  }

  @Test
  void takesAllSixtyFilesAsTradersHaveThem() throws IOException {
    List<Path> files;
    try (Stream<Path> folder = Files.list(Path.of("src/test/resources/data/market"))) {
      files = folder.filter(file -> !file.endsWith("README.md")).toList();
    }
    assertThat(files).hasSize(61);
    for (Path file : files) {
      FileType type = FileType.ofName(file.toString()).orElseThrow();
      assertThat(refusal(type.check(), Files.readAllBytes(file), 1000)).as("%s", file).isEmpty();
    }
  }

  private static String foreign(byte[] file) {
    return refusal(FileType.CSV.check(), file, 10)
        .filter(ForeignContentException.class::isInstance)
        .map(ContentException::detail)
        .orElse("taken");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private interface Packer {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static OutputStream zip(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry("bars.csv"));
    return zip;
  }

  private static byte[] packed(Packer packer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packer.around(bytes)) {
      out.write(CSV);
    }
    return bytes.toByteArray();
  }
}
