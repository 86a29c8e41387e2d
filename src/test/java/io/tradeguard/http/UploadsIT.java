package io.tradeguard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads over HTTP: what fits, what does not, and every way in which a body can be wrong. */
class UploadsIT {
  private static final int QUOTA = 1 << 20;
  private static final String CSV = "text/csv";
  private static final String RAW = "api/files?filename=a.csv";
  private static final Duration SOON = Duration.ofSeconds(30);

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @SuppressWarnings("NullAway.Init")
  private TestUser user;

  @BeforeAll
  static void start() {
    server =
        TestServer.builder()
            .withGenerousLimits()
            .with("tradeguard.quota.user.bytes", QUOTA)
            .with("tradeguard.upload.grace", 8)
            .with("tradeguard.upload.lease", 4)
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void newUser() {
    user = server.newUser();
  }

  /** Whatever a test did: nothing is reserved in the end, and usage is the sum of the files. */
  @AfterEach
  void chargesExactlyWhatIsStored() {
    Eventually.within(SOON, () -> assertThat(usage("reserved_files")).isZero());
    JsonNode files = user.api().get("api/files?size=200").expect(200).json().get("items");
    long sum = 0;
    for (JsonNode file : files) {
      sum += file.get("file_size_bytes").asLong();
    }
    assertThat(usage("used_bytes")).isEqualTo(sum);
    assertThat(usage("file_count")).isEqualTo(files.size());
    assertThat(usage("reserved_bytes")).isZero();
    Eventually.within(SOON, () -> assertThat(pendingFiles()).isEmpty());
  }

  @Test
  void storesRealBarsByEitherWayAndGivesThemBack() throws IOException {
    byte[] bars = bars();
    Answer raw = user.api().upload("aapl.csv", bars).expect(201);
    Answer form = user.api().uploadForm("aapl.csv", CSV, bars).expect(201);

    assertThat(raw.json().get("sha256").asText()).isEqualTo(form.json().get("sha256").asText());
    assertThat(raw.json().get("mime_type").asText()).isEqualTo(CSV);
    assertThat(raw.requiredHeader("Location")).endsWith("/api/files/" + raw.json().get("id"));
    assertThat(content(raw).expect(200).body()).isEqualTo(bars);
    assertThat(content(form).expect(200).body()).isEqualTo(bars);
  }

  @Test
  void admitsAnExactFitAndNotOneByteMore() {
    Answer over = user.api().upload("a.csv", csv(QUOTA + 1)).expect(413);
    assertThat(over.json().get("scope").asText()).isEqualTo("user-bytes");
    assertThat(over.detail()).startsWith("Upload quota exceeded. Used: 0.0MB, Limit: 1MB");
    assertThat(over.json().get("remaining").asLong()).isEqualTo(QUOTA);

    Answer fit = user.api().upload("a.csv", csv(QUOTA)).expect(201);
    assertThat(String.valueOf(fit.headers().get("RateLimit"))).contains("\"storage\";r=0");
    assertThat(String.valueOf(fit.headers().get("RateLimit-Policy")))
        .contains("\"storage\";q=" + QUOTA + ";qu=\"content-bytes\"")
        .contains("\"uploads\";q=4;qu=\"concurrent-requests\"");
    user.api().upload("b.csv", csv(2)).expect(413);
  }

  @Test
  void admitsAnExactFitInAFormAndInChunks() {
    user.api().uploadForm("a.csv", CSV, csv(QUOTA / 2)).expect(201);
    chunked(csv(QUOTA / 2)).expect(201);
    user.api().uploadForm("c.csv", CSV, csv(2)).expect(413);
    chunked(csv(2)).expect(413);
  }

  @Test
  void refusesTheFileAfterTheLast() {
    for (int i = 0; i < 49; i++) {
      user.api().upload("a.csv", csv(10)).expect(201);
    }
    List<Integer> statuses =
        Concurrently.run(50, thread -> user.api().upload("a.csv", csv(10)).status());

    assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 413).hasSize(49);
    Answer refused = user.api().upload("a.csv", csv(10)).expect(413);
    assertThat(refused.json().get("scope").asText()).isEqualTo("user-files");
    assertThat(refused.detail()).startsWith("Upload quota exceeded. Files: 50, Limit: 50");
  }

  @Test
  void admitsOneOfTwoThatTogetherDoNotFit() {
    List<Integer> statuses =
        Concurrently.run(2, thread -> user.api().upload("a.csv", csv(QUOTA * 2 / 3)).status());

    assertThat(statuses).containsExactlyInAnyOrder(201, 413);
  }

  @Test
  void neverAdmitsMoreThanTheQuotaAndRefusesNothingThatFitsAlone() {
    int size = QUOTA / 10;
    List<Integer> statuses =
        Concurrently.run(
            64,
            thread -> {
              Answer answer = user.api().upload("a.csv", csv(size));
              while (answer.status() == 429 || answer.status() == 503) {
                assertThat(answer.header("Retry-After")).isPresent();
                answer = user.api().upload("a.csv", csv(size));
              }
              return answer.status();
            });

    assertThat(statuses).containsOnly(201, 413);
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(10);
  }

  @Test
  void answersBeforeAByteOfTheBodyIsSent() throws IOException {
    Answer answer = answerTo("Content-Type: text/csv", "Content-Length: 200000000");

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void refusesChunksThatCrossTheLimitAndKeepsNothing() {
    chunked(csv(QUOTA + 1)).expect(413);
    chunked(csv(3 * QUOTA)).expect(413);
  }

  @Test
  void refusesAnEmptyFile() {
    user.api().upload("a.csv", new byte[0]).expect(400);
    chunked(new byte[0]).expect(400);
    user.api().uploadForm("a.csv", CSV, new byte[0]).expect(400);
  }

  @Test
  void storesNothingOfABodyThatEndsEarly() throws IOException {
    try (RawHttp connection = open("Content-Type: text/csv", "Content-Length: 100")) {
      connection.send(csv(50)).finish();
    }
    try (RawHttp connection = open("Content-Type: text/csv", "Content-Length: 100")) {
      connection.send(csv(50)).reset();
    }
    Eventually.within(SOON, () -> assertThat(usage("reserved_files")).isZero());
    assertThat(usage("file_count")).isZero();
  }

  @Test
  void storesNoByteBeyondTheLength() throws IOException {
    try (RawHttp connection = open("Content-Type: text/csv", "Content-Length: 8")) {
      Answer answer = connection.send(csv(100)).answer();

      assertThat(answer.expect(201).json().get("file_size_bytes").asLong()).isEqualTo(8);
    }
  }

  @Test
  void endsAClientThatCrawlsOrIsSilent() throws IOException {
    try (RawHttp silent = open("Content-Type: text/csv", "Content-Length: 1000");
        RawHttp crawling = open("Content-Type: text/csv", "Content-Length: 1000")) {
      Thread crawler =
          new Thread(
              () -> {
                try {
                  for (byte b : csv(1000)) {
                    crawling.send(new byte[] {b});
                    Thread.sleep(200);
                  }
                } catch (IOException | InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      crawler.start();

      assertThat(silent.answer().status()).isEqualTo(408);
      assertThat(crawling.answer().status()).isEqualTo(408);
      crawler.interrupt();
    }
  }

  @Test
  void refusesTheFifthUploadAtOnce() throws IOException {
    RawHttp[] four = new RawHttp[4];
    try {
      for (int i = 0; i < four.length; i++) {
        four[i] = open("Content-Type: text/csv", "Content-Length: 100");
        four[i].send(csv(10));
      }
      Eventually.within(SOON, () -> assertThat(usage("reserved_files")).isEqualTo(4));
      Answer fifth = user.api().upload("a.csv", csv(10)).expect(429);

      assertThat(fifth.detail()).isEqualTo("Too many uploads at once. Retry in 1 seconds.");
      assertThat(fifth.json().get("violated-policies").get(0).asText()).isEqualTo("uploads");
      assertThat(fifth.json().has("category")).isFalse();
    } finally {
      for (RawHttp connection : four) {
        connection.close();
      }
    }
  }

  @Test
  void refusesABrokenForm() throws IOException {
    form("multipart/form-data", "--b\r\n\r\nx").expect(400);
    form("multipart/form-data; boundary=b", "--c\r\n\r\nx\r\n--c--\r\n").expect(400);
    form("multipart/form-data; boundary=b", part("file", "") + "a,b").expect(400);
    form("multipart/form-data; boundary=b", part("other", "") + "a\r\n--b--\r\n").expect(400);
    form("multipart/form-data; boundary=b", (part("file", "") + "a\r\n").repeat(10_000))
        .expect(400);
    form(
            "multipart/form-data; boundary=b",
            part("file", "X: " + "y".repeat(100_000) + "\r\n") + "a\r\n--b--\r\n")
        .expect(400);
  }

  @Test
  void keepsOnlyTheSafePartOfAName() {
    assertThat(name("../../x.csv")).isEqualTo("x.csv");
    assertThat(name("C:\\x\u202E.csv")).isEqualTo("x.csv");
    assertThat(name("a\r\nSet-Cookie: b.csv")).isEqualTo("aSet-Cookie: b.csv");
    user.api().upload("x".repeat(5000) + ".csv", csv(10)).expect(400);
    user.api().upload("", csv(10)).expect(400);
    user.api().upload("x.exe", csv(10)).expect(415);
  }

  @Test
  void sendsANameBackWithoutBreakingTheHeader() {
    Answer stored = user.api().upload("a\r\n\"b\";é.csv", csv(10)).expect(201);
    Answer answer = content(stored).expect(200);

    assertThat(answer.requiredHeader("Content-Disposition"))
        .isEqualTo("attachment; filename=\"a_b_;_.csv\"; filename*=UTF-8''a%22b%22%3b%c3%a9.csv");
    assertThat(answer.requiredHeader("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void refusesContentThatIsNotWhatItsNameSays() {
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3};
    assertThat(user.api().upload("a.csv", gzip).expect(415).detail()).contains("gzip");
    assertThat(upload("<!DOCTYPE html><html></html>").expect(415).detail()).contains("text/html");
    assertThat(upload("\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0").expect(415).detail())
        .contains("elf");
    assertThat(place(upload("a,b\n1,\0\n"))).isEqualTo("2:2");
    assertThat(place(upload("a,b\n1\n"))).isEqualTo("2:1");
    assertThat(place(upload("c,".repeat(100_000) + "c\n"))).isEqualTo("1:1001");
    assertThat(place(user.api().upload("a.csv", "a\né\n".getBytes(StandardCharsets.ISO_8859_1))))
        .isEqualTo("2:1");
    upload("=cmd|' /C calc'!A0,b\n1,2\n").expect(201);
  }

  @Test
  void refusesTypesThatAreNotDeclaredOrDoNotAgree() {
    user.api().upload("a.csv", "application/json", BodyPublishers.ofByteArray(csv(9))).expect(415);
    user.api()
        .upload("a.csv", "text/csv; charset=utf-16", BodyPublishers.ofByteArray(csv(9)))
        .expect(415);
    user.api().withHeader("Content-Encoding", "gzip").upload("a.csv", csv(9)).expect(415);
    user.api().uploadForm("a.csv", "application/pdf", csv(9)).expect(415);
  }

  @Test
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

  @Test
  void chargesARepeatedUploadOnce() {
    Api repeating = user.api().withHeader("Idempotency-Key", "k1");
    Answer first = repeating.upload("a.csv", csv(1000)).expect(201);
    Answer again = repeating.upload("a.csv", csv(1000)).expect(201);

    assertThat(again.json()).isEqualTo(first.json());
    assertThat(usage("file_count")).isEqualTo(1);
    repeating.upload("b.csv", csv(1000)).expect(422);
    repeating.upload("a.csv", csv(999)).expect(422);
  }

  @Test
  void freesTheKeyOfAnUploadThatWasRefused() {
    Api repeating = user.api().withHeader("Idempotency-Key", "k2");
    repeating.upload("a.csv", "a,b\n1\n".getBytes(StandardCharsets.UTF_8)).expect(422);

    repeating.upload("a.csv", csv(100)).expect(201);
  }

  @Test
  void saysThatAnUploadOfTheSameKeyIsUnderWay() throws IOException {
    try (RawHttp first =
        open("Content-Type: text/csv", "Content-Length: 100", "Idempotency-Key: k3")) {
      first.send(csv(10));
      Eventually.within(SOON, () -> assertThat(usage("reserved_files")).isEqualTo(1));

      user.api().withHeader("Idempotency-Key", "k3").upload("a.csv", csv(100)).expect(409);
    }
  }

  @Test
  void showsNobodyAnothersFile() {
    Answer stored = user.api().upload("a.csv", csv(100)).expect(201);
    String path = "api/files/" + stored.json().get("id");
    Api other = server.newUser().api();

    other.get(path).expect(404);
    other.get(path + "/content").expect(404);
    other.delete(path).expect(404);
    server.anonymous().get(path).expect(401);
    user.api().get(path).expect(200);
  }

  @Test
  void deletesOnceAndFreesTheQuota() {
    Answer stored = user.api().upload("a.csv", csv(QUOTA)).expect(201);
    String path = "api/files/" + stored.json().get("id");
    List<Integer> statuses = Concurrently.run(2, thread -> user.api().delete(path).status());

    assertThat(statuses).containsExactlyInAnyOrder(204, 404);
    user.api().get(path).expect(404);
    user.api().upload("a.csv", csv(QUOTA)).expect(201);
  }

  @Test
  void givesRangesAndKnowsWhatTheClientHas() {
    byte[] file = csv(1000);
    Answer stored = user.api().upload("a.csv", file).expect(201);
    String path = "api/files/" + stored.json().get("id") + "/content";
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

  private Answer upload(String content) {
    return user.api().upload("a.csv", content.getBytes(StandardCharsets.UTF_8));
  }

  private Answer chunked(byte[] content) {
    return user.api()
        .upload(
            "a.csv", CSV, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
  }

  private Answer content(Answer stored) {
    return user.api().get("api/files/" + stored.json().get("id") + "/content");
  }

  private String name(String sent) {
    return user.api().upload(sent, csv(10)).expect(201).json().get("filename").asText();
  }

  private Answer form(String type, String body) throws IOException {
    return user.api()
        .withHeader("Content-Type", type)
        .send("POST", "api/files", BodyPublishers.ofString(body));
  }

  private static String part(String field, String headers) {
    return "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a.csv\"\r\n"
            .formatted(field)
        + "Content-Type: text/csv\r\n"
        + headers
        + "\r\n";
  }

  private static String place(Answer answer) {
    JsonNode problem = answer.expect(422).json();
    return problem.get("row").asLong() + ":" + problem.get("column").asLong();
  }

  private long usage(String member) {
    return user.api().get("api/usage").expect(200).json().get(member).asLong();
  }

  private Answer answerTo(String... headers) throws IOException {
    try (RawHttp connection = open(headers)) {
      return connection.answer();
    }
  }

  private RawHttp open(String... headers) throws IOException {
    String pair = user.username() + ":" + user.password();
    String authorization =
        "Authorization: Basic "
            + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return RawHttp.open(server.base())
        .head(
            "POST",
            RAW,
            Stream.concat(Stream.of(authorization), Stream.of(headers)).toArray(String[]::new));
  }

  private static List<Path> pendingFiles() throws IOException {
    try (Stream<Path> files = Files.walk(server.dataDir().resolve("uploads"))) {
      return files.filter(path -> path.toString().endsWith(".part")).toList();
    }
  }

  /** Makes a CSV file of exactly so many bytes. */
  private static byte[] csv(int size) {
    byte[] file = new byte[size];
    for (int i = 0; i < size; i++) {
      file[i] = (byte) (i % 8 == 7 ? '\n' : 'x');
    }
    return file;
  }

  private static byte[] bars() throws IOException {
    try (InputStream in = UploadsIT.class.getResourceAsStream("/aapl_daily_2013.csv")) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }
}
