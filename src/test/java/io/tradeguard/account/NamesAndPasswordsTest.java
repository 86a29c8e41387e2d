package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndPasswordsTest {

  @Test
  void aNameHasOneToAHundredPrintableCharacters() {
    assertThat(new Username("a").value()).isEqualTo("a");
    assertThat(new Username("\ud83d\ude00".repeat(100)).value()).hasSize(200);
    assertThat(new Username("<img src=x>").value()).isEqualTo("<img src=x>");
    assertThatIllegalArgumentException().isThrownBy(() -> new Username(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Username("a".repeat(101)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Username(null))
        .withMessage("Field 'username' is needed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:b",
        "a\u0000b",
        "a\nb",
        "a\u202eb",
        "a\u200bb",
        "a\ud800b",
        "a\u2028b",
        "\ufeffa"
      })
  void aNameThatReadsAsAnotherIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Username(name))
        .withMessageContaining("'username'");
  }

  @Test
  void oneNameTypedTwoWaysIsOneName() {
    assertThat(new Username("Zoe\u0301")).isEqualTo(new Username("Zo\u00e9"));
  }

  @Test
  void aPasswordHasTwelveToAHundredAndTwentyEightCharacters() {
    assertThat(NewPassword.of("new", "a".repeat(12)).value()).hasSize(12);
    assertThat(NewPassword.of("new", "\ud83d\ude00".repeat(128)).value()).hasSize(256);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NewPassword.of("new", "a".repeat(11)))
        .withMessageContaining("'new'");
    assertThatIllegalArgumentException().isThrownBy(() -> NewPassword.of("new", "a".repeat(129)));
    assertThatIllegalArgumentException().isThrownBy(() -> NewPassword.of("new", null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NewPassword.of("new", "a".repeat(12) + "\ud800"));
  }

  @Test
  void aPasswordDoesNotShow() {
    assertThat(new NewPassword("correct horse battery").toString()).isEqualTo("***");
  }
}
