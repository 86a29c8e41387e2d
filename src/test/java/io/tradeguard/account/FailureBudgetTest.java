package io.tradeguard.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureBudgetTest {
  @Test
  void soManyArePaidForInAPeriod() {
    AtomicLong nanos = new AtomicLong(-5);
    FailureBudget budget = new FailureBudget(2, Duration.ofMinutes(1), nanos::get);

    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isFalse();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(budget.take()).isTrue();
  }
}
