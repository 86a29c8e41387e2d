package io.tradeguard.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachedTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger computed = new AtomicInteger();

  @Test
  void computesAgainOnlyOnceTheValueIsTooOld() {
    Cached<Integer> cached =
        new Cached<>(computed::incrementAndGet, Duration.ofSeconds(1), now::get);

    assertThat(cached.get()).isEqualTo(1);
    now.addAndGet(999_999_999);
    assertThat(cached.get()).isEqualTo(1);
    now.addAndGet(1);
    assertThat(cached.get()).isEqualTo(2);
  }

  @Test
  void givesTheLastValueWhileAnotherCallerComputes() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Cached<Integer> cached =
        new Cached<>(
            () -> {
              int number = computed.incrementAndGet();
              if (number == 2) {
                started.countDown();
                await(finish);
              }
              return number;
            },
            Duration.ofSeconds(1),
            now::get);
    cached.get();
    now.addAndGet(Duration.ofSeconds(2).toNanos());

    CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(cached::get);
    await(started);
    assertThat(cached.get()).isEqualTo(1);
    finish.countDown();

    assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(cached.get()).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
