package io.tradeguard.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestDatabase.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ReconcilerTest extends QuotaSuite {
  private static final int UPLOADERS = 6;
  private static final int UPLOADS_EACH = 40;

  private final List<Reconciled> events = Collections.synchronizedList(new ArrayList<>());

  ReconcilerTest(Engine engine) {
    super(engine);
  }

  private Reconciled reconcile() {
    return quota.reconciler(events::add).reconcileNow();
  }

  @Test
  void findsNothingWhereNothingIsWrong() {
    quota.store(user, 10);
    manager.hide(user, quota.store(user, 5).id());
    manager.reserve(user, 7);
    manager.release(manager.reserve(user, 7));
    assertThat(reconcile()).isEqualTo(new Reconciled(0, 0));
    assertThat(events).containsExactly(new Reconciled(0, 0));
  }

  @Test
  void repairsATamperedAccountByTheDifference() {
    quota.store(user, 10);
    manager.reserve(user, 7);
    quota.store(quota.database.newUser(), 3);
    quota.database.execute(
        "UPDATE quota_accounts SET used_bytes = 110, used_files = 0, reserved_bytes = 0"
            + " WHERE user_id = "
            + user);

    assertThat(reconcile()).isEqualTo(new Reconciled(107, 1));
    assertThat(manager.getUserUsage(user).usedBytes()).isEqualTo(10);
    assertThat(manager.getUserUsage(user).reservedBytes()).isEqualTo(7);
    assertThat(reconcile()).isEqualTo(new Reconciled(0, 0));
  }

  @Test
  void repairsATamperedGlobalRow() {
    quota.store(user, 10);
    quota.database.execute("UPDATE global_usage SET charged_bytes = 4");
    assertThat(reconcile()).isEqualTo(new Reconciled(6, 0));
  }

  @Test
  void repairsAnAccountThatWasRemoved() {
    quota.store(user, 10);
    quota.database.execute("DELETE FROM quota_accounts");
    assertThat(reconcile()).isEqualTo(new Reconciled(10, 1));
    assertThat(manager.getUserUsage(user).fileCount()).isOne();
  }

  @Test
  void deletingWorksWhileACounterIsTooLow() {
    UserFile file = quota.store(user, 10);
    quota.database.execute("UPDATE quota_accounts SET used_bytes = 0, used_files = 0");
    assertThat(quota.delete(user, file.id())).isTrue();
    assertThat(reconcile()).isEqualTo(new Reconciled(10, 1));
  }

  @Test
  void findsNoDriftWhileUploadsAndDeletesGoOn() {
    long other = quota.database.newUser();
    AtomicInteger working = new AtomicInteger(UPLOADERS);
    Concurrently.run(
        UPLOADERS + 1,
        thread -> {
          if (thread == UPLOADERS) {
            do {
              // What seems to be wrong in passing must be right under the lock, so all are judged.
              for (long each : quota.database.numbers("SELECT user_id FROM quota_accounts")) {
                Drift drift = quota.repair(each);
                assertThat(drift).isEqualTo(Drift.NONE);
              }
              assertThat(reconcile()).isEqualTo(new Reconciled(0, 0));
            } while (working.get() > 0);
            return true;
          }
          long uploader = thread % 2 == 0 ? user : other;
          QuotaFixture node = quota.newNode();
          for (int i = 0; i < UPLOADS_EACH; i++) {
            UserFile file = node.store(uploader, i + 1);
            Reservation grown = node.manager.grow(node.manager.reserve(uploader, 0), i);
            node.delete(uploader, file.id());
            node.manager.release(grown);
          }
          working.decrementAndGet();
          return true;
        });
    assertThat(events).isNotEmpty();
  }
}
