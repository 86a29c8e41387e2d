package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RawHttp;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What owners, and others, may do with files that are stored. */
@OnBothDatabases
class StoredFilesIT extends UploadSuite {
  @Test
  void storesRealBarsByEitherWayAndGivesThemBack() throws IOException {
    byte[] bars = Files.readAllBytes(Path.of("src/test/resources/data/aapl_daily_2013.csv"));
    Answer raw = user.api().upload("aapl.csv", bars).expect(201);
    Answer form = user.api().uploadForm("aapl.csv", CSV, bars).expect(201);

    assertThat(raw.json().get("sha256").asText()).isEqualTo(form.json().get("sha256").asText());
    assertThat(raw.json().get("mime_type").asText()).isEqualTo(CSV);
    assertThat(raw.requiredHeader("Location"))
        .as("a path, so that it holds behind any proxy")
        .startsWith("/")
        .endsWith("/api/files/" + raw.json().get("id"));
    assertThat(content(raw).expect(200).body()).isEqualTo(bars);
    assertThat(content(form).expect(200).body()).isEqualTo(bars);
  }

  @Test
  @Fault(26)
  void deletesOnceAndFreesTheQuota() {
    Answer stored = user.api().upload("a.csv", csv(Node.USER_BYTES)).expect(201);
    List<Integer> statuses =
        Concurrently.run(2, thread -> user.api().delete(path(stored)).status());

    assertThat(statuses).containsExactlyInAnyOrder(204, 404);
    user.api().get(path(stored)).expect(404);
    user.api().upload("a.csv", csv(Node.USER_BYTES)).expect(201);
  }

  @Test
  @Fault(27)
  void aFileThatIsDeletedWhileItIsReadEndsCleanlyOrBreaksOff() throws IOException {
    setQuota(user, 32 << 20);
    byte[] file = csv(24 << 20);
    Answer stored = user.api().upload("a.csv", file).expect(201);

    try (RawHttp download = request(user, "GET", path(stored) + "/content").awaitFirstByte()) {
      user.api().delete(path(stored)).expect(204);
      Answer answer = download.answer().expect(200);

      assertThat(answer.body()).isEqualTo(Arrays.copyOf(file, answer.body().length));
    }
    assertThat(usage("used_bytes")).isZero();
    content(stored).expect(404);
  }

  @Test
  @Fault(39)
  void showsNobodyAnothersFile() {
    Answer stored = user.api().upload("a.csv", csv(100)).expect(201);
    Api other = newUser().api();

    other.get(path(stored)).expect(404);
    other.get(path(stored) + "/content").expect(404);
    other.delete(path(stored)).expect(404);
    server.anonymous().get(path(stored)).expect(401);
    user.api().get(path(stored)).expect(200);
  }

  @Test
  void givesRangesAndKnowsWhatTheClientHas() {
    byte[] file = csv(1000);
    Answer stored = user.api().upload("a.csv", file).expect(201);
    String path = path(stored) + "/content";
    String tag = "\"" + stored.json().get("sha256").asText() + "\"";

    Answer part = user.api().withHeader("Range", "bytes=10-19").get(path).expect(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, 10, 20));
    assertThat(part.requiredHeader("Content-Range")).isEqualTo("bytes 10-19/1000");
    Answer past = user.api().withHeader("Range", "bytes=1000-").get(path).expect(416);
    assertThat(past.requiredHeader("Content-Range")).isEqualTo("bytes */1000");
    user.api().withHeader("If-None-Match", tag).get(path).expect(304);
    user.api()
        .withHeader("Range", "bytes=0-1")
        .withHeader("If-Range", "\"x\"")
        .get(path)
        .expect(200);
    user.api().withHeader("Range", "bytes=0-1").withHeader("If-Range", tag).get(path).expect(206);
    Answer head = user.api().send("HEAD", path, BodyPublishers.noBody()).expect(200);
    assertThat(head.requiredHeader("Content-Length")).isEqualTo("1000");
    assertThat(head.requiredHeader("ETag")).isEqualTo(tag);
  }

  @Test
  @Fault(80)
  void readsAndDeletesOnlyTheFileThatIsMeant() {
    Answer stored = user.api().upload("a.csv", csv(100)).expect(201);
    String tag = "\"" + stored.json().get("sha256").asText() + "\"";
    Api other = user.api().withHeader("If-Match", "\"another\"");
    Api older = user.api().withHeader("If-Unmodified-Since", "Sat, 01 Jan 2022 00:00:00 GMT");

    for (Api api : List.of(other, older)) {
      api.get(path(stored) + "/content").expect(412);
      api.delete(path(stored)).expect(412);
    }
    Api same = user.api().withHeader("If-Match", tag);
    same.get(path(stored) + "/content").expect(200);
    same.delete(path(stored)).expect(204);
  }

  @Test
  @Fault(80)
  void aKeyWhoseFileIsDeletedUploadsAnew() {
    Api api = user.api().withHeader("Idempotency-Key", "k-" + user.id());
    Answer first = api.upload("a.csv", csv(100)).expect(201);
    assertThat(path(api.upload("a.csv", csv(100)).expect(201))).isEqualTo(path(first));
    user.api().delete(path(first)).expect(204);

    Answer second = api.upload("a.csv", csv(100)).expect(201);
    assertThat(path(second)).isNotEqualTo(path(first));
    assertThat(content(second).expect(200).body()).isEqualTo(csv(100));
  }

  @Test
  void pagesNewestFirst() {
    for (int i = 1; i <= 3; i++) {
      user.api().upload(i + ".csv", csv(10)).expect(201);
    }
    JsonNode page = user.api().get("api/files?page=2&size=2").expect(200).json();

    assertThat(page.get("total").asInt()).isEqualTo(3);
    assertThat(page.get("items").get(0).get("filename").asText()).isEqualTo("1.csv");
    user.api().get("api/files?size=201").expect(400);
    user.api().get("api/files?page=0").expect(400);
    user.api().get("api/files?page=x").expect(400);
  }
}
