package io.tradeguard.ratelimit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.lease.LeaseAnswer.Outcome;
import io.tradeguard.ratelimit.lease.LeaseBackend;
import io.tradeguard.ratelimit.lease.LeaseContract;
import io.tradeguard.ratelimit.memory.LocalLeases.Solitude;
import io.tradeguard.settings.OnRedisFailure;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The contract on one node alone, and what only a node alone has to decide. */
class LocalLeasesTest extends LeaseContract {
  private static final LocalLeases LEASES = new LocalLeases(CounterTable.monotonicMicros(), 10_000);
  private static final LimitKey KEY = LimitKey.user(1, "backtest");

  private final AtomicLong micros = new AtomicLong(1);
  private final LocalLeases few = new LocalLeases(micros::get, 3);

  @Override
  protected List<LeaseBackend> nodes() {
    return List.of(LEASES);
  }

  private static LeaseBackend.Terms terms(int limit, OnRedisFailure onRedisFailure) {
    return new LeaseBackend.Terms(limit, 60, onRedisFailure);
  }

  private boolean taken(int limit, Solitude solitude, OnRedisFailure onRedisFailure) {
    return few.take(Lease.of(KEY), terms(limit, onRedisFailure), solitude).orElseThrow().held();
  }

  @Test
  void itKeepsSoManyAndForgetsThoseWhoseTimeIsOver() {
    for (int user = 1; user <= 3; user++) {
      Lease lease = Lease.of(LimitKey.user(user, "backtest"));
      assertThat(few.take(lease, terms(9, OnRedisFailure.LOCAL)).held()).isTrue();
    }
    assertThat(few.take(Lease.of(KEY), terms(9, OnRedisFailure.LOCAL)).outcome())
        .isEqualTo(Outcome.REFUSED);
    assertThat(few.held()).isEqualTo(3);

    micros.addAndGet(60_000_000);

    assertThat(few.held()).isZero();
    assertThat(few.take(Lease.of(KEY), terms(9, OnRedisFailure.LOCAL)).held()).isTrue();
  }

  /** Of five places another node holds one; of the four that are free this one may give two. */
  @Test
  void throughAnOutageItGivesItsShareOfWhatWasFree() {
    Solitude second = new Solitude(new Outages(1, 0), new Share(2, 1), () -> true);
    few.learn(KEY, 1);

    assertThat(taken(5, second, OnRedisFailure.LOCAL)).isTrue();
    assertThat(taken(5, second, OnRedisFailure.LOCAL)).isTrue();
    assertThat(taken(5, second, OnRedisFailure.LOCAL)).isFalse();
    assertThat(taken(5, second, OnRedisFailure.OPEN)).isTrue();
  }

  @Test
  void whatItsOwnLeasesGiveBackItGivesAgain() {
    Solitude first = new Solitude(new Outages(1, 0), new Share(2, 0), () -> true);
    Lease lease = Lease.of(KEY);
    few.learn(lease, terms(2, OnRedisFailure.LOCAL), 2);
    assertThat(taken(2, first, OnRedisFailure.LOCAL)).isFalse();

    few.end(lease, true);

    assertThat(taken(2, first, OnRedisFailure.LOCAL)).isTrue();
    assertThat(taken(2, first, OnRedisFailure.LOCAL)).isFalse();
    assertThat(few.owed(KEY, new Outages(1, 0)).ended()).containsExactly(lease.number());
  }

  @Test
  void nothingIsDecidedAloneOnceRedisIsBack() {
    Solitude over = new Solitude(new Outages(1, 0), Share.WHOLE, () -> false);

    assertThat(few.take(Lease.of(KEY), terms(9, OnRedisFailure.LOCAL), over)).isEmpty();
    assertThat(few.held()).isZero();
  }

  /** Whoever asks about ever new subjects fills no memory, through an outage neither. */
  @Test
  void itRemembersSoManySubjectsAtMostAndNoneForGood() {
    Solitude none = new Solitude(new Outages(1, 0), new Share(9, 8), () -> true);
    for (int user = 1; user <= 20; user++) {
      LimitKey key = LimitKey.user(user, "backtest");
      few.learn(key, 1);
      few.take(Lease.of(key), terms(2, OnRedisFailure.LOCAL), none);
    }
    assertThat(few.keys()).hasSize(3);

    few.keys().forEach(key -> few.owed(key, new Outages(1, 0)));
    micros.addAndGet(60_000_000);
    few.keys();

    assertThat(few.keys()).isEmpty();
  }

  @Test
  void aFullTableMakesRoomAsSoonAsLeasesHaveEndedByThemselves() {
    for (int user = 1; user <= 3; user++) {
      Lease lease = Lease.of(LimitKey.user(user, "backtest"));
      few.take(lease, terms(9, OnRedisFailure.LOCAL));
    }
    micros.addAndGet(60_000_000);

    Lease next = Lease.of(LimitKey.user(4, "backtest"));
    assertThat(few.take(next, terms(9, OnRedisFailure.LOCAL)).held()).isTrue();
  }

  /** What Redis is asked for it may give: it has its place too. */
  @Test
  void whatRedisMayYetGiveIsNotGivenToAnother() {
    Solitude alone = new Solitude(new Outages(1, 0), Share.WHOLE, () -> true);
    Lease asked = Lease.of(KEY);
    few.ask(asked);
    assertThat(taken(1, alone, OnRedisFailure.LOCAL)).isFalse();

    assertThat(few.take(asked, terms(1, OnRedisFailure.LOCAL), alone).orElseThrow().held())
        .isTrue();
  }

  @Test
  void endsOfLeasesThatThereNeverWereFillNoMemory() {
    for (int i = 0; i < 20_000; i++) {
      few.end(Lease.of(KEY), true);
    }

    assertThat(few.owed(KEY, new Outages(1, 0)).ended()).hasSize(10_000);
  }

  /** While Redis is told, the lease is prolonged alone: that Redis has not heard of. */
  @Test
  void whatIsProlongedWhileRedisIsToldIsStillOwed() {
    Lease lease = Lease.of(KEY);
    few.adopt(lease, terms(1, OnRedisFailure.LOCAL));
    LocalLeases.Owed told = few.owed(KEY, Outages.NONE);
    micros.addAndGet(1_000_000);
    few.adopt(lease, terms(1, OnRedisFailure.LOCAL));

    few.paid(KEY, told, Outages.NONE);
    LocalLeases.Owed still = few.owed(KEY, Outages.NONE);
    assertThat(still.millis(lease.number())).isEqualTo(60_000);

    few.paid(KEY, still, Outages.NONE);
    assertThat(few.owed(KEY, Outages.NONE).isNothing()).isTrue();
  }

  /** An open category lets everybody go on through an outage, though the table is full. */
  @Test
  void anOpenCategoryGivesThroughAnOutageThoughTheTableIsFull() {
    Solitude alone = new Solitude(new Outages(1, 0), Share.WHOLE, () -> true);
    for (int user = 1; user <= 5; user++) {
      Lease lease = Lease.of(LimitKey.user(user, "backtest"));
      assertThat(few.take(lease, terms(1, OnRedisFailure.OPEN), alone).orElseThrow().held())
          .isTrue();
    }
    assertThat(few.held()).isEqualTo(3);
  }
}
