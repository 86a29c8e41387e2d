package io.tradeguard.upload.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Fault;
import io.tradeguard.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartUploadTest {
  private static final String HEAD =
      String.join(
          "\r\n",
          "--b",
          "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"",
          "Content-Type: text/csv",
          "",
          "");
  private static final String TAIL = "\r\n--b--\r\n";

  @Test
  void findsTheFile() throws IOException {
    MultipartUpload form = open(HEAD + "x,y\r\n1,2" + TAIL);

    assertThat(form.file()).isEqualTo(new FilePart("a.csv", "text/csv"));
    assertThat(text(form)).isEqualTo("x,y\r\n1,2");
    form.finish();
  }

  @Test
  void keepsUnicodeNames() throws IOException {
    assertThat(open(HEAD.replace("a.csv", "日本.csv") + "x" + TAIL).file().filename())
        .isEqualTo("日本.csv");
    assertThat(open(HEAD.replace("a.csv", "a\\\"b.csv") + "x" + TAIL).file().filename())
        .isEqualTo("a\"b.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filename*=UTF-8''na%C3%AFve.csv; filename=\"plain.csv\"",
        "filename=\"plain.csv\"; filename*=utf-8'en'na%c3%afve.csv",
        "filename=plain.csv; FileName*=iso-8859-1''na%EFve.csv"
      })
  @Fault(80)
  void prefersTheExtendedNameWhereverItStands(String names) throws IOException {
    String head = HEAD.replace("filename=\"a.csv\"", names);

    assertThat(open(head + "x" + TAIL).file().filename()).isEqualTo("na\u00efve.csv");
  }

  @Test
  void takesThePlainNameWhereTheExtendedOneCannotBeRead() throws IOException {
    String head = HEAD.replace("filename=", "filename*=UTF-16''%00a; filename=");

    assertThat(open(head + "x" + TAIL).file().filename()).isEqualTo("a.csv");
  }

  @Test
  void streamsAFileThatIsLargerThanItsBuffers() throws IOException {
    String content = "0123456789\r\n-".repeat(50_000);

    assertThat(text(open(HEAD + content + TAIL))).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no boundary at all",
        "--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"file\"",
        "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n",
        "--b\r\n\r\nx\r\n--b--\r\n"
      })
  void refusesAFormWithoutTheFile(String form) {
    assertThatThrownBy(() -> open(form)).isInstanceOf(ProblemException.class);
  }

  @Test
  void refusesAFileThatIsCutOff() {
    assertThatThrownBy(() -> text(open(HEAD + "x,y\r\n1,2"))).isInstanceOf(ProblemException.class);
  }

  @Test
  void refusesASecondPart() throws IOException {
    MultipartUpload form = open(HEAD + "x\r\n" + HEAD + "y" + TAIL);

    assertThat(text(form)).isEqualTo("x");
    assertThatThrownBy(form::finish).isInstanceOf(ProblemException.class);
  }

  @Test
  void refusesAnEncodedPart() {
    String encoded = HEAD.replace("text/csv", "text/csv\r\nContent-Transfer-Encoding: base64");

    assertThatThrownBy(() -> open(encoded + "x" + TAIL)).isInstanceOf(ProblemException.class);
  }

  @Test
  void boundsTheHeadersOfAPart() {
    String large = HEAD.replace("text/csv", "text/csv\r\nX: " + "y".repeat(100_000));

    assertThatThrownBy(() -> open(large + "x" + TAIL)).isInstanceOf(ProblemException.class);
  }

  @Test
  void boundsWhatIsNotTheFile() throws IOException {
    assertThatThrownBy(() -> open("p".repeat(200_000) + "\r\n" + HEAD + "x" + TAIL))
        .isInstanceOf(ProblemException.class);
    MultipartUpload form = open(HEAD + "x" + TAIL + "e".repeat(500_000));
    assertThat(text(form)).isEqualTo("x");
    assertThatThrownBy(form::finish).isInstanceOf(ProblemException.class);
  }

  @Test
  void needsABoundary() {
    assertThat(MultipartUpload.boundary("multipart/form-data; boundary=\"b c\"")).isEqualTo("b c");
    assertThatThrownBy(() -> MultipartUpload.boundary("multipart/form-data"))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> MultipartUpload.boundary("multipart/form-data; boundary=\"b \""))
        .isInstanceOf(ProblemException.class);
    assertThat(MultipartUpload.boundary("multipart/form-data; boundary=b  ")).isEqualTo("b");
    assertThatThrownBy(
            () -> MultipartUpload.boundary("multipart/form-data; boundary=" + "b".repeat(71)))
        .isInstanceOf(ProblemException.class);
  }

  private static MultipartUpload open(String form) throws IOException {
    InputStream body = new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8));
    return MultipartUpload.open(body, "b");
  }

  private static String text(MultipartUpload form) throws IOException {
    return new String(form.content().readAllBytes(), StandardCharsets.UTF_8);
  }
}
