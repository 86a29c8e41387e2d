package io.tradeguard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Eventually;
import io.tradeguard.web.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadingGateTest {
  private static final long LONG = 60;

  @Test
  void letsInAsManyAsThereArePlacesAndTheOthersInTurn() throws Exception {
    ReadingGate gate = new ReadingGate(2, LONG);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(ReadingGate.MAX_WAITING);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < ReadingGate.MAX_WAITING; i++) {
        calls.add(
            callers.submit(
                () -> {
                  gate.enter();
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  inside.decrementAndGet();
                  gate.leave();
                }));
      }
      for (Future<?> call : calls) {
        call.get(LONG, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdown();
    }

    assertThat(most.get()).isBetween(1, 2);
    assertThat(gate.tryEnter()).isTrue();
    assertThat(gate.tryEnter()).isTrue();
    assertThat(gate.tryEnter()).isFalse();
  }

  @Test
  void refusesWhoWaitsTooLong() {
    ReadingGate gate = new ReadingGate(1, 0);
    gate.enter();

    assertThatThrownBy(gate::enter)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(503);
              assertThat(refused.problem().headers()).containsEntry("Retry-After", "5");
            });
    gate.leave();
    gate.enter();
  }

  @Test
  void refusesAtOnceWhenTooManyWait() throws Exception {
    ReadingGate gate = new ReadingGate(1, LONG);
    gate.enter();
    ExecutorService callers = Executors.newFixedThreadPool(ReadingGate.MAX_WAITING);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < ReadingGate.MAX_WAITING; i++) {
        calls.add(
            callers.submit(
                () -> {
                  gate.enter();
                  gate.leave();
                }));
      }
      Eventually.within(
          Duration.ofSeconds(LONG),
          () -> assertThat(gate.waiting()).isEqualTo(ReadingGate.MAX_WAITING));

      assertThatThrownBy(gate::enter).isInstanceOf(ProblemException.class);
      gate.leave();
      for (Future<?> call : calls) {
        call.get(LONG, TimeUnit.SECONDS);
      }
    } finally {
      callers.shutdown();
    }
    assertThat(gate.waiting()).isZero();
  }
}
