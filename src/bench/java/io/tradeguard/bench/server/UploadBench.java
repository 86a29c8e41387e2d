package io.tradeguard.bench.server;

import io.tradeguard.testing.Api;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.CsvFile;
import io.tradeguard.testing.LiveSet;
import io.tradeguard.testing.RawHttp;
import io.tradeguard.testing.ServerBuilder;
import io.tradeguard.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** P9 and P10: how fast 50 MB bodies are stored, and what many at once hold in memory. */
final class UploadBench {
  private static final int MB = 1 << 20;
  private static final int LARGE = 50 * MB;
  private static final int SMALL = 5 * MB;
  private static final int WARM_UPS = 60;
  private static final int ROUNDS = 15;
  private static final int AT_ONCE = 32;
  private static final int PER_USER = 4;
  private static final int HEAP_MEGABYTES = 256;

  private final Report report;
  private final Path folder;

  UploadBench(Report report, Path folder) {
    this.report = report;
    this.folder = folder;
  }

  private static ServerBuilder server() {
    return TestServer.builder()
        .optimised()
        .withGenerousLimits()
        .with("tradeguard.quota.user.bytes", 1L << 40)
        .with("tradeguard.upload.grace", 120);
  }

  /** P9. Deleting what was stored is not measured. */
  void speed() {
    byte[] body = CsvFile.ofSize(LARGE);
    try (TestServer server = server().deploying(bodyCopy()).start()) {
      String key = server.newUser().newKey();
      Api api = server.anonymous().withKey(key);
      URI copy = server.base().resolve("body-copy/copy");
      Path copied = server.folder().resolve("tmp").resolve(BodyCopy.FILE);
      report.ratio(
          "P9 upload of 50 MB, raw CSV",
          Rounds.of(
              WARM_UPS,
              ROUNDS,
              () -> {
                Timed upload = post(server.base().resolve("api/files?filename=a.csv"), key, body);
                api.delete(upload.location()).expect(204);
                return upload.megabytesPerSecond();
              },
              () -> {
                Timed upload = post(copy, key, body);
                delete(copied);
                return upload.megabytesPerSecond();
              }),
          " MB/s",
          "copy and fsync",
          "≥ 0.7");
    }
  }

  private record Timed(double megabytesPerSecond, String location) {}

  private static Timed post(URI address, String key, byte[] body) {
    try (RawHttp client = RawHttp.open(address)) {
      long start = System.nanoTime();
      head(client, address, key, body.length);
      String location = client.send(body).answer().expect(201).header("Location").orElse("");
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Timed(body.length / (double) MB / seconds, location);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void head(RawHttp client, URI address, String key, int length) throws IOException {
    client.head(
        "POST",
        address.toString(),
        "Authorization: Bearer " + key,
        "Content-Type: text/csv",
        "Content-Length: " + length);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path bodyCopy() {
    Path war = folder.resolve("body-copy.war");
    ShrinkWrap.create(WebArchive.class, "body-copy.war")
        .addClass(BodyCopy.class)
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    return war;
  }

  /** P10. All uploads stand still at their middle while what lives is counted. */
  void heap() {
    try (TestServer server =
        server()
            .withHeap(HEAP_MEGABYTES)
            .with("tradeguard.upload.concurrent-per-user", PER_USER)
            .start()) {
      List<String> keys = Concurrently.run(AT_ONCE / PER_USER, n -> server.newUser().newKey());
      uploads(server, keys, SMALL);
      LiveSet live = new LiveSet(server.handle().pid());
      double idle = live.megabytes();
      double small = uploads(server, keys, SMALL);
      double large = uploads(server, keys, LARGE);
      report.row(
          "P10 live heap, %d uploads at once, -Xmx%dm".formatted(AT_ONCE, HEAP_MEGABYTES),
          "%.1f MB at 50 MB each".formatted(large),
          "%.1f MB at 5 MB each, %.1f MB idle".formatted(small, idle),
          "%.2f".formatted(large / small),
          "completes; flat");
    }
  }

  private static double uploads(TestServer server, List<String> keys, int size) {
    byte[] body = CsvFile.ofSize(size);
    double[] megabytes = new double[1];
    CyclicBarrier middle =
        new CyclicBarrier(
            AT_ONCE, () -> megabytes[0] = new LiveSet(server.handle().pid()).megabytes());
    Concurrently.run(
        AT_ONCE,
        n -> {
          URI address = server.base().resolve("api/files?filename=" + n + ".csv");
          try (RawHttp client = RawHttp.open(address)) {
            head(client, address, keys.get(n / PER_USER), size);
            client.send(Arrays.copyOf(body, size / 2));
            await(middle);
            client.send(Arrays.copyOfRange(body, size / 2, size));
            return client.answer().expect(201);
          }
        });
    return megabytes[0];
  }

  private static void await(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("Another upload failed", e);
    }
  }
}
