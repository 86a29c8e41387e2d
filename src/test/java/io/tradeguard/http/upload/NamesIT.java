package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Fault;
import org.junit.jupiter.api.Test;

/** Names that want to be paths, headers or something else than a name. */
@OnBothDatabases
class NamesIT extends UploadSuite {
  @Test
  @Fault(30)
  void keepsOnlyTheSafePartOfAName() {
    assertThat(name("../../x.csv")).isEqualTo("x.csv");
    assertThat(name("C:\\x\u202E.csv")).isEqualTo("x.csv");
    assertThat(name("a\0b.csv")).isEqualTo("ab.csv");
    assertThat(name("a\r\nSet-Cookie: b.csv")).isEqualTo("aSet-Cookie: b.csv");
    user.api().upload("x".repeat(5000) + ".csv", csv(10)).expect(400);
    user.api().upload("", csv(10)).expect(400);
    user.api().upload("x.exe", csv(10)).expect(415);
  }

  @Test
  @Fault(31)
  void sendsANameBackWithoutBreakingTheHeader() {
    Answer stored = user.api().upload("a\r\n\"b\";é.csv", csv(10)).expect(201);
    Answer answer = content(stored).expect(200);

    assertThat(answer.requiredHeader("Content-Disposition"))
        .isEqualTo("attachment; filename=\"a_b_;_.csv\"; filename*=UTF-8''a%22b%22%3b%c3%a9.csv");
    assertThat(answer.requiredHeader("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  private String name(String sent) {
    return user.api().upload(sent, csv(10)).expect(201).json().get("filename").asText();
  }
}
