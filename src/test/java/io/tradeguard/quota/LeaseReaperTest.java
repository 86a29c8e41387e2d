package io.tradeguard.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestDatabase.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class LeaseReaperTest extends QuotaSuite {
  private final List<ReservationsReaped> events = Collections.synchronizedList(new ArrayList<>());

  LeaseReaperTest(Engine engine) {
    super(engine);
  }

  @Test
  void freesWhatACrashedUploadHeld() {
    Reservation crashed = manager.reserve(user, 100);
    Reservation live = manager.reserve(user, 10);
    quota.expire(crashed);

    assertThat(quota.reaper(events::add).reap()).isOne();
    assertThat(events).containsExactly(new ReservationsReaped(1));
    assertThat(manager.getUserUsage(user).reservedBytes()).isEqualTo(10);
    assertThat(quota.reservations().ended(10)).containsExactly(crashed.id());
    assertThat(quota.reservations().known(Set.of(live.id()))).hasSize(1);
    quota.commit(live, 10);
  }

  /** Its account is gone, so that nothing can be freed: over and over it would be the first. */
  @Test
  @Fault(79)
  void oneThatCannotBeEndedDoesNotHoldUpTheOthers() {
    long gone = quota.database.newUser();
    Reservation stuck = manager.reserve(gone, 100);
    quota.expire(stuck);
    quota.database.execute("DELETE FROM quota_accounts WHERE user_id = " + gone);
    Reservation crashed = manager.reserve(user, 10);
    quota.database.execute(
        "UPDATE reservations SET lease_until = CURRENT_TIMESTAMP WHERE id = '%s'"
            .formatted(crashed.id()));

    assertThat(quota.reaper(events::add).reap()).isOne();
    assertThat(manager.getUserUsage(user).reservedBytes()).isZero();
    quota.database.execute("DELETE FROM reservations WHERE id = '%s'".formatted(stuck.id()));
    quota.database.execute("UPDATE global_usage SET charged_bytes = charged_bytes - 100");
  }

  @Test
  void saysNothingWhenNothingHasEnded() {
    manager.reserve(user, 1);
    assertThat(quota.reaper(events::add).reap()).isZero();
    assertThat(events).isEmpty();
  }

  @Test
  void uploadWhoseLeaseHasRunOutMayNotCommitEvenBeforeItIsReaped() {
    Reservation late = manager.reserve(user, 5);
    quota.expire(late);
    assertThatThrownBy(() -> quota.commit(late, 5)).isInstanceOf(LeaseLostException.class);
    assertThatThrownBy(() -> manager.renew(late)).isInstanceOf(LeaseLostException.class);
    assertThatThrownBy(() -> manager.grow(late, 6)).isInstanceOf(LeaseLostException.class);
    assertThat(manager.getUserUsage(user).reservedBytes()).isEqualTo(5);
    manager.release(late);
    assertThat(manager.getUserUsage(user).reservedBytes()).isZero();
    assertThat(quota.reaper(events::add).reap()).isZero();
  }

  @Test
  void renewedLeaseIsNotEnded() {
    Reservation reservation = manager.reserve(user, 5);
    quota.database.execute(
        "UPDATE reservations SET lease_until = CURRENT_TIMESTAMP + 2 * INTERVAL '1' SECOND");
    manager.renew(reservation);
    assertThat(
            quota.database.number(
                "SELECT COUNT(*) FROM reservations"
                    + " WHERE lease_until > CURRENT_TIMESTAMP + 50 * INTERVAL '1' SECOND"))
        .isOne();
    assertThat(quota.session.inTransaction(() -> manager.ledger.reap(reservation.id()))).isEmpty();
    quota.commit(reservation, 5);
  }

  @Test
  void endedReservationIsForgottenOnceItsBytesAreGoneAndALiveOneNever() {
    Reservation ended = manager.reserve(user, 5);
    Reservation live = manager.reserve(user, 5);
    manager.release(ended);
    quota.session.inTransaction(() -> quota.reservations().forget(ended.id()));
    quota.session.inTransaction(() -> quota.reservations().forget(live.id()));
    assertThat(quota.reservations().known(Set.of(ended.id()))).isEmpty();
    assertThat(quota.reservations().known(Set.of(live.id()))).hasSize(1);
  }

  @Test
  void severalNodesEndEachReservationOnce() {
    for (int i = 0; i < 230; i++) {
      quota.expire(manager.reserve(quota.database.newUser(), i));
    }
    List<Integer> counts = Concurrently.run(4, node -> quota.newNode().reaper(events::add).reap());
    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(230);
    assertThat(events.stream().mapToInt(ReservationsReaped::count).sum()).isEqualTo(230);
  }
}
