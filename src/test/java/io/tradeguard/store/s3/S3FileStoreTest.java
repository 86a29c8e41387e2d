package io.tradeguard.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.settings.Secret;
import io.tradeguard.settings.Settings;
import io.tradeguard.store.FileStore;
import io.tradeguard.store.FileStoreContract;
import io.tradeguard.store.PendingFile;
import io.tradeguard.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FileStoreTest extends FileStoreContract {
  private static final String NAME = "0123456789abcdef";
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static RealS3 server;

  @SuppressWarnings("NullAway.Init")
  private S3FileStore store;

  @BeforeAll
  static void startServer() throws Exception {
    server = RealS3.start(folder);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.stop();
  }

  @BeforeEach
  void openStore() {
    store = new S3FileStore(server.newBucket("bucket-" + BUCKETS.incrementAndGet()));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Override
  protected FileStore store() {
    return store;
  }

  @Test
  void dropsADownloadThatIsNotReadToItsEnd() throws IOException {
    try (PendingFile pending = store.begin(NAME)) {
      pending.write(new byte[6_000_000], 0, 6_000_000);
      pending.publish();
    }
    InputStream half = store.open(NAME, 0, 6_000_000);

    assertThat(half.readNBytes(1000)).hasSize(1000);
    half.close();
  }

  @Test
  void failsWithinItsTimeOutWhenTheServerIsSilent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      S3FileStore away = storeAt(silent.getLocalPort());
      long start = System.nanoTime();

      assertThatThrownBy(away::marker).isInstanceOf(StoreUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
      away.close();
    }
  }

  @Test
  void failsAtOnceWhenTheServerIsAway() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    S3FileStore away = storeAt(port);
    PendingFile pending = away.begin(NAME);
    pending.write(new byte[] {1}, 0, 1);

    assertThatThrownBy(pending::publish).isInstanceOf(StoreUnavailableException.class);
    pending.close();
    away.close();
  }

  private static S3FileStore storeAt(int port) {
    Settings.S3 settings =
        new Settings.S3(
            Optional.of(URI.create("http://127.0.0.1:" + port)),
            "bucket",
            "us-east-1",
            "access",
            new Secret("secret"));
    return new S3FileStore(
        S3Clients.open(
            settings, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)),
        "bucket");
  }
}
