package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeguard.settings.Settings;
import io.tradeguard.store.StoredName;
import io.tradeguard.store.s3.RealS3;
import io.tradeguard.store.s3.S3FileStore;
import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Api;
import io.tradeguard.testing.Eventually;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.FaultyProxy;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.ServerBuilder;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TestDatabase.Engine;
import io.tradeguard.testing.TestServer;
import io.tradeguard.testing.TestUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads to a server whose store is a bucket of a real S3 server, which may fall silent. */
@Order(1)
@Tag("gate")
@ParameterizedClass
@EnumSource(Engine.class)
class S3UploadsIT {
  private static final Duration SOON = Duration.ofMinutes(3);

  /** More than two of S3's parts. */
  private static final int LARGE = 12_000_000;

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static RealS3 s3;

  @SuppressWarnings("NullAway.Init")
  private static FaultyProxy wire;

  @SuppressWarnings("NullAway.Init")
  private static S3FileStore bucket;

  @SuppressWarnings("NullAway.Init")
  private static String bucketName;

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  private static @Nullable TestDatabase postgresql;

  @Parameter Engine engine = Engine.H2;

  @SuppressWarnings("NullAway.Init")
  private TestUser user;

  @BeforeParameterizedClassInvocation
  static void start(Engine engine) throws Exception {
    s3 = RealS3.start(folder);
    Settings.S3 settings = s3.newBucket("uploads-" + engine.name().toLowerCase(Locale.ROOT));
    bucket = new S3FileStore(settings);
    bucketName = settings.bucket();
    wire = new FaultyProxy(settings.endpoint().orElseThrow().getPort());
    ServerBuilder builder =
        TestServer.builder()
            .withGenerousLimits()
            .with("tradeguard.upload.lease", 5)
            .with("tradeguard.upload.store", "s3")
            .with("tradeguard.upload.s3.endpoint", "http://127.0.0.1:" + wire.port())
            .with("tradeguard.upload.s3.bucket", settings.bucket())
            .with("tradeguard.upload.s3.access-key", settings.accessKey())
            .with("tradeguard.upload.s3.secret-key", settings.secretKey().value());
    if (engine == Engine.POSTGRESQL) {
      postgresql = TestDatabase.startEmpty(engine);
      builder
          .with("tradeguard.db.url", postgresql.url())
          .with("tradeguard.db.user", postgresql.user());
    }
    server = builder.start();
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    server.close();
    if (postgresql != null) {
      postgresql.close();
      postgresql = null;
    }
    bucket.close();
    wire.close();
    s3.stop();
  }

  @BeforeEach
  void newUser() {
    user = server.newUser();
  }

  /** The bucket holds exactly the files that are listed, and no upload that nobody will end. */
  @AfterEach
  void bucketHoldsWhatIsCharged() {
    Eventually.within(SOON, () -> assertThat(usage("reserved_files")).isZero());
    JsonNode files = user.api().get("api/files").expect(200).json().get("items");
    Eventually.within(
        SOON, () -> assertThat(inBucket()).hasSize(files.size()).noneMatch(StoredName::pending));
    files.forEach(file -> user.api().delete("api/files/" + file.get("id")).expect(204));
    assertThat(usage("used_bytes")).isZero();
    assertThat(inBucket()).isEmpty();
  }

  @Test
  void storesSmallAndLargeFilesAndGivesRangesOfThem() {
    byte[] large = UploadSuite.csv(LARGE);
    Answer small = user.api().upload("small.csv", UploadSuite.csv(1000)).expect(201);
    Answer stored = user.api().upload("large.csv", large).expect(201);

    assertThat(content(user.api(), small).expect(200).body()).isEqualTo(UploadSuite.csv(1000));
    assertThat(content(user.api(), stored).expect(200).body()).isEqualTo(large);
    Answer range =
        content(user.api().withHeader("Range", "bytes=5999990-6000009"), stored).expect(206);
    assertThat(range.body()).isEqualTo(Arrays.copyOfRange(large, 5_999_990, 6_000_010));
    assertThat(range.requiredHeader("Content-Range")).isEqualTo("bytes 5999990-6000009/" + LARGE);
  }

  @Test
  void abortsTheUploadOfAClientThatVanishes() throws IOException {
    try (RawHttp connection = open()) {
      connection.send(UploadSuite.csv(LARGE / 2));
      Eventually.within(SOON, () -> assertThat(inBucket()).anyMatch(StoredName::pending));
      connection.reset();
    }
    Eventually.within(SOON, () -> assertThat(inBucket()).isEmpty());
  }

  @Test
  @Fault(24)
  void aBucketThatFallsSilentIs503AndItsUploadIsAborted() throws IOException {
    try (RawHttp connection = open()) {
      connection.send(UploadSuite.csv(LARGE / 2));
      Eventually.within(SOON, () -> assertThat(s3.holdsPart(bucketName, 1)).isTrue());
      wire.fail(FaultyProxy.Fault.BLACK_HOLE);
      connection.send(UploadSuite.csv(LARGE / 2));

      assertThat(connection.answer().expect(503).header("Retry-After")).isPresent();
    } finally {
      wire.fail(FaultyProxy.Fault.NONE);
    }
    Eventually.within(SOON, () -> server.anonymous().get("api/health/ready").expect(200));
    Eventually.within(SOON, () -> assertThat(inBucket()).isEmpty());
    user.api().upload("again.csv", UploadSuite.csv(1000)).expect(201);
  }

  private RawHttp open() throws IOException {
    return RawHttp.open(server.base())
        .head(
            "POST",
            "api/files?filename=a.csv",
            "Authorization: Bearer " + user.newKey(),
            "Content-Type: text/csv",
            "Content-Length: " + LARGE);
  }

  private long usage(String member) {
    return UploadSuite.usage(user, member);
  }

  private static Answer content(Api api, Answer stored) {
    return api.get(UploadSuite.path(stored) + "/content");
  }

  /** Looks past the server and the wire that may be silent. */
  private static List<StoredName> inBucket() {
    List<StoredName> names = new ArrayList<>();
    try {
      bucket.list(names::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
