package io.tradeguard.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransferTest {
  private static final Client CLIENT = new Client("203.0.113.7", false);
  private final AtomicLong nanos = new AtomicLong();
  private final Transfer transfer =
      new Transfer(CLIENT, new Deadline(Duration.ofSeconds(10), nanos::get), true, nanos::get);

  @Test
  void movesBytesWhileThereIsTime() throws IOException {
    assertThat(transfer.watch(() -> 7)).isEqualTo(7);
    nanos.set(Duration.ofSeconds(9).toNanos());
    transfer.endIfSlow();
    assertThat(transfer.watch(() -> 3)).isEqualTo(3);
  }

  @Test
  void failsForGoodOnceTheTimeIsOver() {
    nanos.set(Duration.ofSeconds(10).toNanos());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> transfer.watch(() -> 1)).isInstanceOf(SlowClientException.class);
    }
    assertThat(transfer.isEnded()).isTrue();
  }

  @Test
  void callsABlockedThreadBackAndLeavesItNoInterrupt() {
    CountDownLatch never = new CountDownLatch(1);
    Thread ender =
        new Thread(
            () -> {
              while (transfer.waited() == 0) {
                Thread.onSpinWait();
              }
              transfer.end("enough");
            });
    nanos.set(1);
    ender.start();

    assertThatThrownBy(
            () ->
                transfer.watch(
                    () -> {
                      try {
                        never.await();
                        return 1;
                      } catch (InterruptedException e) {
                        throw new InterruptedIOException();
                      }
                    }))
        .isInstanceOfSatisfying(
            SlowClientException.class, e -> assertThat(e.isNoticedByServer()).isTrue());
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aFailureOfItsOwnStaysWhatItIs() {
    IOException reset = new IOException("Connection reset");

    assertThatThrownBy(
            () ->
                transfer.watch(
                    () -> {
                      throw reset;
                    }))
        .isSameAs(reset);
  }

  @Test
  void aPromptOneIsWaitedForFromItsBeginning() throws IOException {
    nanos.set(5);
    transfer.begin();
    assertThat(transfer.waited()).isEqualTo(5);

    Transfer steady = new Transfer(CLIENT, new Pace(0, 10, nanos::get), false, nanos::get);
    nanos.set(20);
    steady.begin();
    nanos.set(23);
    assertThat(steady.waited()).isEqualTo(3);
    steady.finish(1);
    assertThat(steady.waited()).isZero();
  }
}
