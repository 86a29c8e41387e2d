package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Uploads that are sent again under one Idempotency-Key. */
@OnBothDatabases
class RetriesIT extends UploadSuite {
  @Test
  void chargesARepeatedUploadOnce() {
    Api repeating = user.api().withHeader("Idempotency-Key", "k1");
    Answer first = repeating.upload("a.csv", csv(1000)).expect(201);
    Answer again = repeating.upload("a.csv", csv(1000)).expect(201);

    assertThat(again.json()).isEqualTo(first.json());
    assertThat(usage("file_count")).isEqualTo(1);
    repeating.upload("b.csv", csv(1000)).expect(422);
    repeating.upload("a.csv", csv(999)).expect(422);
    repeating.upload("a.csv", otherThan(csv(1000))).expect(422);
    repeating.uploadForm("a.csv", CSV, csv(1000)).expect(422);
    assertThat(usage("file_count")).isEqualTo(1);
  }

  @Test
  void knowsARepeatedFormByItsContentWhateverItsBoundary() {
    Api repeating = user.api().withHeader("Idempotency-Key", "k2");
    Answer first = repeating.uploadForm("a.csv", CSV, csv(1000)).expect(201);

    assertThat(repeating.uploadForm("a.csv", CSV, csv(1000)).expect(201).json())
        .isEqualTo(first.json());
    repeating.uploadForm("b.csv", CSV, csv(1000)).expect(422);
    repeating.uploadForm("a.csv", CSV, otherThan(csv(1000))).expect(422);
    repeating.uploadForm("a.csv", CSV, csv(999)).expect(422);
    repeating.uploadForm("a.csv", CSV, csv(1001)).expect(422);
    assertThat(usage("file_count")).isEqualTo(1);
  }

  @Test
  void decidesARepeatThatPromisesItsDigestBeforeItsBody() throws Exception {
    String digest =
        "Content-Digest: sha-256=:"
            + Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(csv(1000)))
            + ":";
    String[] headers = {"Content-Length: 1000", "Idempotency-Key: k3", digest};
    Answer first;
    try (RawHttp connection = open(headers)) {
      first = connection.send(csv(1000)).answer().expect(201);
    }
    try (RawHttp again = open(headers)) {
      assertThat(again.answer().expect(201).json()).isEqualTo(first.json());
    }
  }

  @Test
  void freesTheKeyOfAnUploadThatWasRefused() {
    Api repeating = user.api().withHeader("Idempotency-Key", "k4");
    repeating.upload("a.csv", "a,b\n1,\0\n".getBytes(StandardCharsets.UTF_8)).expect(422);

    repeating.upload("a.csv", csv(100)).expect(201);
  }

  @Test
  void saysThatAnUploadOfTheSameKeyIsUnderWay() throws IOException {
    try (RawHttp first = open("Content-Length: 100", "Idempotency-Key: k5")) {
      first.send(csv(10));
      awaitReserved(user, 1);

      user.api().withHeader("Idempotency-Key", "k5").upload("a.csv", csv(100)).expect(409);
    }
  }

  private static byte[] otherThan(byte[] content) {
    byte[] other = content.clone();
    other[0] ^= 1;
    return other;
  }
}
