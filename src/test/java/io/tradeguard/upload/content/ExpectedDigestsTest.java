package io.tradeguard.upload.content;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Fault;
import io.tradeguard.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedDigestsTest {
  private static final byte[] BODY = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void agreeWithTheBodyTheyWereMadeOf() {
    String both = "sha-256=:" + digest("SHA-256") + ":, sha-512=:" + digest("SHA-512") + ":";

    assertThatCode(() -> verify(both, null)).doesNotThrowAnyException();
    assertThatCode(() -> verify(null, both)).doesNotThrowAnyException();
    assertThatCode(() -> verify(null, null)).doesNotThrowAnyException();
  }

  @Test
  void refuseAnotherBodyNamingTheHeader() {
    String other = "sha-256=:" + "A".repeat(43) + "=:";

    assertThatThrownBy(() -> verify(other, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Content-Digest");
    assertThatThrownBy(() -> verify(null, other)).hasMessageContaining("Repr-Digest");
  }

  @Test
  @Fault(80)
  void areReadAsADictionaryOfStructuredFields() {
    String digest = digest("SHA-256");
    String header =
        "other=\"a, b\";q=1, flag, n=-1.5;a, t=x/y ,\tsha-256=:" + digest + ":; a=?0; b=\"c,;d\"";

    assertThatCode(() -> verify(header, "")).doesNotThrowAnyException();
    assertThatThrownBy(() -> verify(header.replace(digest, "A".repeat(43) + "="), null))
        .hasMessageContaining("Content-Digest");
  }

  @Test
  void ignoreAlgorithmsThatAreNotChecked() {
    assertThatCode(() -> verify("md5=:AAAA:, unixsum=:AAAA:", null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha-256",
        "sha-256=::",
        "sha-256=:AAAA:;x=\"y",
        "sha-256=abc",
        "sha-256=:AAAA:",
        "sha-256=:!!:",
        "sha-256=:A:,"
      })
  void refuseWhatIsMalformed(String header) {
    assertThatThrownBy(() -> verify(header, null)).isInstanceOf(ProblemException.class);
  }

  private static void verify(@Nullable String contentDigest, @Nullable String reprDigest)
      throws IOException {
    ExpectedDigests digests = ExpectedDigests.of(contentDigest, reprDigest);
    digests.watch(new ByteArrayInputStream(BODY)).readAllBytes();
    digests.verify();
  }

  private static String digest(String algorithm) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(BODY));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
