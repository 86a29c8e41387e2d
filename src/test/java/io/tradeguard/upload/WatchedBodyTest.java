package io.tradeguard.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Eventually;
import io.tradeguard.web.transfer.Pace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchedBodyTest {
  private final Pace patient = new Pace(0, 1, System::nanoTime);

  @Test
  void passesTheBytesOn() throws IOException {
    WatchedBody body = new WatchedBody(new ByteArrayInputStream(new byte[] {1, 2, 3}), patient);

    assertThat(body.readAllBytes()).containsExactly(1, 2, 3);
  }

  @Test
  void failsForGoodOnceItIsEnded() {
    WatchedBody body = new WatchedBody(InputStream.nullInputStream(), patient);
    body.end(new IOException("ended"));

    assertThatThrownBy(body::read).hasMessage("ended");
    assertThatThrownBy(body::readAllBytes).hasMessage("ended");
  }

  @Test
  void wakesAReaderThatIsBlockedAndLeavesItUninterrupted() throws Exception {
    Pipe silent = Pipe.open();
    WatchedBody body =
        new WatchedBody(
            Channels.newInputStream(silent.source()), new Pace(1000, 1, System::nanoTime));
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> read =
          reader.submit(
              () -> {
                assertThatThrownBy(body::read).isInstanceOf(SlowBodyException.class);
                return Thread.currentThread().isInterrupted();
              });
      Eventually.within(
          Duration.ofSeconds(10),
          () -> {
            body.endIfSlow();
            assertThat(read.isDone()).isTrue();
          });

      assertThat(read.get(1, TimeUnit.SECONDS)).isFalse();
    } finally {
      reader.shutdownNow();
      silent.sink().close();
    }
  }

  @Test
  void interruptsNobodyWhoIsNotReading() throws InterruptedException, ExecutionException {
    WatchedBody body = new WatchedBody(InputStream.nullInputStream(), patient);
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      boolean interrupted =
          worker
              .submit(
                  () -> {
                    body.end(new IOException("ended"));
                    return Thread.currentThread().isInterrupted();
                  })
              .get();

      assertThat(interrupted).isFalse();
    } finally {
      worker.shutdownNow();
    }
  }
}
