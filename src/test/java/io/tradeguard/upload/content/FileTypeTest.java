package io.tradeguard.upload.content;

import static io.tradeguard.upload.content.Checking.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
