package io.tradeguard.web.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Fault;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong now = new AtomicLong();
  private final Pace pace = new Pace(1000, 10, now::get);

  @Test
  void forgivesSilenceWithinTheGrace() {
    pace.startWaiting();
    pass(9.9);

    assertThat(pace.isTooSlow()).isFalse();
  }

  @Test
  void judgesAWaitThatHasNotEnded() {
    pace.startWaiting();
    pass(10);

    assertThat(pace.isTooSlow()).isTrue();
  }

  @Test
  void judgesATrickle() {
    for (int i = 0; i < 10; i++) {
      receive(1, 1);
    }

    assertThat(pace.isTooSlow()).isTrue();
  }

  @Test
  void acceptsTheMinimumRate() {
    for (int i = 0; i < 1000; i++) {
      receive(0.1, 100);
      assertThat(pace.isTooSlow()).isFalse();
    }
  }

  @Test
  void buysNoLongSilenceWithAFastStart() {
    receive(10, 1_000_000_000);
    pace.startWaiting();
    pass(10.1);

    assertThat(pace.isTooSlow()).isTrue();
  }

  /** Bytes that came at once lie in the same stretch as the silence after them. */
  @Test
  @Fault(65)
  void aWholeStretchOfSilenceIsTooSlowWhateverCameBefore() {
    receive(0.01, 1_000_000_000);
    pace.startWaiting();
    pass(9.9);
    assertThat(pace.isTooSlow()).isFalse();
    pass(0.1);
    assertThat(pace.isTooSlow()).isTrue();
  }

  @Test
  void blamesNoClientForASlowStore() {
    receive(1, 10);
    pass(3600);
    receive(1, 10_000);

    assertThat(pace.isTooSlow()).isFalse();
  }

  @Test
  void judgesNothingWithoutAMinimum() {
    Pace none = new Pace(0, 10, now::get);
    none.startWaiting();
    pass(3600);

    assertThat(none.isTooSlow()).isFalse();
  }

  private void receive(double seconds, int bytes) {
    pace.startWaiting();
    pass(seconds);
    pace.arrived(bytes);
  }

  private void pass(double seconds) {
    now.addAndGet((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
  }
}
