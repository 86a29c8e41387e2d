package io.tradeguard.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Fault;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseTaskTest {
  /** A scheduler forgets a task for good once it throws anything. */
  @Test
  @Fault(79)
  void isRepeatedWhateverItThrows() throws InterruptedException {
    SynchronousQueue<Integer> runs = new SynchronousQueue<>();
    int[] count = new int[1];
    DatabaseTask task =
        new DatabaseTask(
            "Failed in a test",
            () -> {
              runs.put(++count[0]);
              switch (count[0]) {
                case 1 -> throw new StackOverflowError();
                case 2 -> throw new IOException("checked");
                case 3 -> throw new IllegalStateException("unchecked");
                default -> {}
              }
            });
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try {
      ScheduledFuture<?> repeated =
          scheduler.scheduleWithFixedDelay(task::run, 0, 1, TimeUnit.MILLISECONDS);
      for (int run = 1; run <= 5; run++) {
        assertThat(runs.poll(60, TimeUnit.SECONDS)).isEqualTo(run);
      }
      assertThat(repeated.isDone()).isFalse();
    } finally {
      scheduler.shutdownNow();
    }
  }
}
