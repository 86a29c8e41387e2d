package io.tradeguard.ratelimit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.lease.LeaseAnswer.Outcome;
import io.tradeguard.ratelimit.lease.LeaseBackend.Terms;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every back end of leases keeps. A new one is a subclass that tells where they are. */
public abstract class LeaseContract {
  private static final AtomicLong USERS = new AtomicLong();
  private static final Terms TWO = new Terms(2, 60, OnRedisFailure.LOCAL);

  private final LimitKey key = LimitKey.user(USERS.incrementAndGet(), "backtest");

  /** Returns the leases under test, one or more views of the same. */
  protected abstract List<LeaseBackend> nodes();

  private LeaseBackend leases() {
    return nodes().get(0);
  }

  private LeaseBackend other() {
    return nodes().get(nodes().size() - 1);
  }

  @Test
  void soManyHoldAPlaceAndTheNextIsRefused() {
    assertThat(leases().take(Lease.of(key), TWO).running()).isEqualTo(1);
    assertThat(other().take(Lease.of(key), TWO).running()).isEqualTo(2);

    LeaseAnswer third = leases().take(Lease.of(key), TWO);

    assertThat(third.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(third.running()).isEqualTo(2);
    assertThat(other().look(key).running()).isEqualTo(2);
    LimitKey another = LimitKey.user(USERS.incrementAndGet(), "backtest");
    assertThat(leases().take(Lease.of(another), TWO).held()).isTrue();
  }

  @Test
  void aLeaseThatIsGivenBackMakesRoomHoweverOftenItIs() {
    Lease first = Lease.of(key);
    leases().take(first, TWO);
    leases().take(Lease.of(key), TWO);

    other().end(first);
    other().end(first);
    leases().end(first);

    assertThat(leases().look(key).running()).isEqualTo(1);
    assertThat(leases().take(Lease.of(key), TWO).held()).isTrue();
    assertThat(other().take(Lease.of(key), TWO).held()).isFalse();
  }

  @Test
  void aLeaseThatNobodyRenewsEndsByItself() {
    Terms second = new Terms(1, 1, OnRedisFailure.LOCAL);
    Lease lease = Lease.of(key);
    leases().take(lease, second);
    assertThat(leases().take(Lease.of(key), second).held()).isFalse();

    Eventually.within(
        Duration.ofSeconds(10),
        () ->
            assertThat(other().take(Lease.of(key), new Terms(1, 60, OnRedisFailure.LOCAL)).held())
                .isTrue());

    assertThat(leases().renew(lease, second).outcome()).isEqualTo(Outcome.ENDED);
    assertThat(leases().look(key).running()).isEqualTo(1);
  }

  @Test
  void aLeaseThatIsRenewedGoesOn() {
    Terms second = new Terms(1, 1, OnRedisFailure.LOCAL);
    Lease lease = Lease.of(key);
    leases().take(lease, second);

    assertThat(other().renew(lease, TWO).held()).isTrue();

    long start = System.nanoTime();
    while (System.nanoTime() - start < Duration.ofMillis(1_500).toNanos()) {
      assertThat(leases().take(Lease.of(key), second).held()).isFalse();
    }
    assertThat(leases().renew(lease, TWO).held()).isTrue();
  }

  @Test
  void whoAsksAgainForTheSameLeaseHoldsOnePlace() {
    Lease lease = Lease.of(key);

    assertThat(leases().take(lease, TWO).running()).isEqualTo(1);
    assertThat(other().take(lease, TWO).running()).isEqualTo(1);
  }

  @Test
  void nobodyWithAnotherNumberEndsOrRenewsIt() {
    Lease lease = Lease.of(key);
    leases().take(lease, TWO);

    leases().end(Lease.of(key));

    assertThat(leases().renew(Lease.of(key), TWO).outcome()).isEqualTo(Outcome.ENDED);
    assertThat(leases().look(key).running()).isEqualTo(1);
  }

  @Test
  void sixtyFourThreadsNeverHoldMoreThanThereAre() throws Exception {
    Terms five = new Terms(5, 600, OnRedisFailure.LOCAL);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> taken =
        Concurrently.run(
            64,
            thread -> {
              LeaseBackend node = nodes().get(thread % nodes().size());
              int held = 0;
              for (int round = 0; round < 50; round++) {
                Lease lease = Lease.of(key);
                if (node.take(lease, five).held()) {
                  held++;
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  now.decrementAndGet();
                  node.end(lease);
                }
              }
              return held;
            });

    assertThat(most.get()).isLessThanOrEqualTo(5);
    assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isPositive();
    assertThat(leases().look(key).running()).isZero();
    List<LeaseAnswer> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(other().take(Lease.of(key), five));
    }
    assertThat(all.stream().filter(LeaseAnswer::held)).hasSize(5);
  }
}
