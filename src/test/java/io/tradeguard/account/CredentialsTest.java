package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

  private static Credentials of(String header) {
    return Credentials.of(List.of(header), null);
  }

  private static String basic(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thePasswordBeginsBehindTheFirstColon() {
    assertThat(of("Basic " + basic("ann:a:b"))).isEqualTo(new Credentials.Basic("ann", "a:b"));
    assertThat(of("bAsIc   " + basic("Zo\u00e9:p\u00e4ss")))
        .isEqualTo(new Credentials.Basic("Zo\u00e9", "p\u00e4ss"));
    assertThat(of("Basic " + basic(":"))).isEqualTo(new Credentials.Basic("", ""));
  }

  @Test
  void aKeyIsTakenAsSent() {
    assertThat(of("bearer tg_abc")).isEqualTo(new Credentials.Bearer("tg_abc"));
  }

  @Test
  void aHeaderGoesBeforeACookie() {
    assertThat(Credentials.of(List.of("Bearer tg_abc"), "token"))
        .isEqualTo(new Credentials.Bearer("tg_abc"));
    assertThat(Credentials.of(List.of("nonsense"), "token"))
        .isEqualTo(new Credentials.Malformed(false));
    assertThat(Credentials.of(List.of(), "token")).isEqualTo(new Credentials.Cookie("token"));
    assertThat(Credentials.of(List.of(), null)).isEqualTo(new Credentials.None());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic ", "Basic !!!", "Basic YW5u", "Basic //8="})
  void unreadableBasicIsMalformed(String header) {
    assertThat(of(header)).isEqualTo(new Credentials.Malformed(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Digest x", "tg_abc"})
  void anythingElseIsMalformed(String header) {
    assertThat(of(header)).isEqualTo(new Credentials.Malformed(false));
  }

  @Test
  void twoHeadersAreMalformed() {
    String ann = "Basic " + basic("ann:a");
    assertThat(Credentials.of(List.of(ann, ann), null)).isEqualTo(new Credentials.Malformed(true));
    assertThat(Credentials.of(List.of("Bearer a", "Bearer b"), null))
        .isEqualTo(new Credentials.Malformed(false));
  }

  @Property
  void noHeaderIsTooStrange(@ForAll @NotEmpty List<String> headers) {
    assertThat(Credentials.of(headers, null)).isNotInstanceOf(Credentials.None.class);
  }

  @Test
  void secretsDoNotShow() {
    assertThat(of("Basic " + basic("ann:hunter2")).toString()).doesNotContain("hunter2");
    assertThat(of("Bearer tg_abc").toString()).doesNotContain("tg_abc");
    assertThat(new Credentials.Cookie("token").toString()).doesNotContain("token");
  }
}
