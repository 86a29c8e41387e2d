package io.tradeguard.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Answer;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.RawHttp;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Clients that crawl, are silent, or have too many uploads under way. */
@OnBothDatabases
class SlowClientsIT extends UploadSuite {
  @Test
  @Fault(16)
  void endsAClientThatCrawlsOrIsSilent() throws IOException {
    try (RawHttp silent = open("Content-Length: 1000");
        RawHttp crawling = open("Content-Length: 1000");
        Crawler crawler = new Crawler(crawling)) {
      crawler.start();
      assertThat(silent.answer().status()).isEqualTo(408);
      assertThat(crawling.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void refusesTheFifthUploadAtOnce() throws IOException {
    RawHttp[] four = new RawHttp[4];
    try {
      for (int i = 0; i < four.length; i++) {
        four[i] = open("Content-Length: 100");
        four[i].send(csv(10));
      }
      awaitReserved(user, 4);
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

  /** Sends one byte every 200 ms. */
  private static final class Crawler implements Closeable {
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

    private final RawHttp connection;
    private @Nullable Future<?> sends;

    Crawler(RawHttp connection) {
      this.connection = connection;
    }

    void start() {
      sends =
          pace.scheduleAtFixedRate(
              () -> {
                try {
                  connection.send(new byte[] {'x'});
                } catch (IOException e) {
                  // The server has cut the connection, which ends these sends only.
                  pace.shutdown();
                }
              },
              0,
              200,
              TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      if (sends != null) {
        sends.cancel(true);
      }
      pace.shutdownNow();
    }
  }
}
