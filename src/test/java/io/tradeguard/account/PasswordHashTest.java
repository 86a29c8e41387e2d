package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PasswordHashTest {

  @Test
  void aHashMatchesItsPasswordOnly() {
    PasswordHash hash = PasswordHash.of("correct horse battery", 1000);

    assertThat(hash.matches("correct horse battery")).isTrue();
    assertThat(hash.matches("correct horse batterz")).isFalse();
    assertThat(hash.matches("")).isFalse();
  }

  @Test
  void theTextCarriesTheParameters() {
    String text = PasswordHash.of("correct horse battery", 1234).text();

    assertThat(text).startsWith("pbkdf2-sha256$1234$").hasSizeLessThan(255);
    assertThat(PasswordHash.parse(text).matches("correct horse battery")).isTrue();
    assertThat(
            PasswordHash.parse(text.replace("$1234$", "$1235$")).matches("correct horse battery"))
        .isFalse();
  }

  @Test
  void equalPasswordsHaveDifferentHashes() {
    assertThat(PasswordHash.of("correct horse battery", 1000).text())
        .isNotEqualTo(PasswordHash.of("correct horse battery", 1000).text());
  }

  /** From RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "passwd" and "salt", one iteration. */
  @Test
  void theKeyIsThatOfTheStandard() {
    byte[] key =
        java.util.HexFormat.of()
            .parseHex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
    String text =
        "pbkdf2-sha256$1$c2FsdA$"
            + java.util.Base64.getEncoder().withoutPadding().encodeToString(key);

    assertThat(PasswordHash.parse(text).matches("passwd")).isTrue();
  }

  @Test
  void composedAndDecomposedLettersAreOnePassword() {
    assertThat(PasswordHash.of("caf\u00e9 caf\u00e9 caf\u00e9", 1000))
        .returns(true, hash -> hash.matches("cafe\u0301 cafe\u0301 cafe\u0301"));
  }

  @Test
  void nothingMatchesTheHashOfNothing() {
    assertThat(PasswordHash.ofNothing(1000).matches("")).isFalse();
    assertThat(PasswordHash.ofNothing(1000).matches("correct horse battery")).isFalse();
  }

  @Test
  void anotherSchemeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse("md5$1$a$b"));
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(""));
  }
}
