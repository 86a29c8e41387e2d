package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Fault;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Content that is not what its name, its type or its digest says. */
@OnBothDatabases
class ContentIT extends UploadSuite {
  @Test
  @Fault({32, 33})
  void namesTheBinaryThatComesAsText() {
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3};
    byte[] zip = {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 1, 2, 3, 4};
    assertThat(user.api().upload("a.csv", gzip).expect(415).detail()).contains("gzip");
    assertThat(user.api().upload("a.csv", zip).expect(415).detail()).contains("zip");
    assertThat(upload("<!DOCTYPE html><html></html>").expect(415).detail()).contains("text/html");
    assertThat(upload("\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0").expect(415).detail())
        .contains("elf");
  }

  @Test
  @Fault(34)
  void saysInWhichRowAndColumnATextIsWrong() {
    setQuota(user, 8 << 20);
    assertThat(place(upload("a,b\n1,\0\n"))).isEqualTo("2:2");
    assertThat(place(upload("c,".repeat(100_000) + "c\n"))).isEqualTo("1:1001");
    assertThat(place(upload("a\n" + "x".repeat(4 << 20)))).isEqualTo("2:1");
    assertThat(place(user.api().upload("a.csv", "a\né\n".getBytes(StandardCharsets.ISO_8859_1))))
        .isEqualTo("2:1");
  }

  @Test
  @Fault(35)
  void storesAFormulaAndGivesItBackAsADownloadOnly() {
    Answer stored = upload("=cmd|' /C calc'!A0,b\n1,2\n").expect(201);
    Answer answer = content(stored).expect(200);

    assertThat(answer.requiredHeader("Content-Disposition")).startsWith("attachment");
    assertThat(answer.requiredHeader("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void refusesTypesThatDoNotAgree() {
    user.api().upload("a.csv", "application/json", BodyPublishers.ofByteArray(csv(9))).expect(415);
    user.api()
        .upload("a.csv", "text/csv; charset=iso-8859-1", BodyPublishers.ofByteArray(csv(9)))
        .expect(415);
    user.api().withHeader("Content-Encoding", "gzip").upload("a.csv", csv(9)).expect(415);
    user.api().uploadForm("a.csv", "application/pdf", csv(9)).expect(415);
    user.api().withHeader("Content-Encoding", "identity").upload("a.csv", csv(9)).expect(201);
    user.api().uploadForm("a.csv", "application/vnd.ms-excel", csv(9)).expect(201);
  }

  @Test
  @Fault(36)
  void comparesDigestsAndGivesThemBack() throws Exception {
    byte[] file = csv(1000);
    String digest =
        "sha-256=:"
            + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(file))
            + ":";
    Api promising = user.api().withHeader("Content-Digest", digest);

    Answer stored = promising.upload("a.csv", file).expect(201);
    promising.upload("a.csv", csv(999)).expect(400);
    assertThat(content(stored).requiredHeader("Repr-Digest")).isEqualTo(digest);
  }

  private Answer upload(String content) {
    return user.api().upload("a.csv", content.getBytes(StandardCharsets.UTF_8));
  }

  private static String place(Answer answer) {
    JsonNode problem = answer.expect(422).json();
    return problem.get("row").asLong() + ":" + problem.get("column").asLong();
  }
}
