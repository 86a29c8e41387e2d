package io.tradeguard.upload.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FileNameTest {
  @Test
  void dropsEveryPath() {
    assertThat(FileName.of("../../etc/x.csv").value()).isEqualTo("x.csv");
    assertThat(FileName.of("C:\\data\\x.csv").value()).isEqualTo("x.csv");
    assertThat(FileName.of("/x.json").type()).isEqualTo(FileType.JSON);
  }

  @Test
  void dropsControlsAndMarksThatTurnTheReadingDirection() {
    assertThat(FileName.of("a\u0000b\r\nc\u202Evsc.csv").value()).isEqualTo("abcvsc.csv");
    assertThat(FileName.of("\uFEFFa\u2066b\u200Fc.csv").value()).isEqualTo("abc.csv");
  }

  @Test
  void composesCharacters() {
    assertThat(FileName.of("e\u0301t\u00e9.csv").value()).isEqualTo("\u00e9t\u00e9.csv");
  }

  @Test
  void isNeededAndBounded() {
    assertThat(statusOf(null)).isEqualTo(400);
    assertThat(statusOf("")).isEqualTo(400);
    assertThat(statusOf("a/")).isEqualTo(400);
    assertThat(statusOf("\u0000\u202E")).isEqualTo(400);
    assertThat(statusOf("x".repeat(5000) + ".csv")).isEqualTo(400);
    assertThat(FileName.of("x".repeat(251) + ".csv").value()).hasSize(255);
    assertThat(FileName.of("\u00e9".repeat(125) + ".csv").value()).hasSize(129);
    assertThatThrownBy(() -> FileName.of("\u00e9".repeat(126) + ".csv"))
        .hasMessageContaining("255 bytes");
  }

  @Test
  void mustEndAsAnAllowedType() {
    assertThat(statusOf("a.exe")).isEqualTo(415);
    assertThat(statusOf("..")).isEqualTo(415);
  }

  private static int statusOf(@Nullable String raw) {
    try {
      FileName.of(raw);
      return 0;
    } catch (ProblemException e) {
      return e.problem().status();
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> FileName.of(" ")).hasMessage("A file name is needed.");
  }
}
