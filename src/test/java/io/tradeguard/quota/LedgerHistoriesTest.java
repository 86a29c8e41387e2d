package io.tradeguard.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.settings.Settings;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestDatabase.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random histories of uploads, growth, abandonment, crashes, reaping and deletion, on two nodes
 * that share users. The seeds are fixed, so each run does the same to the ledger, in its own order.
 */
@ParameterizedClass
@EnumSource(Engine.class)
class LedgerHistoriesTest {
  private static final int THREADS = 8;
  private static final int STEPS = 60;
  private static final long LIMIT = 2_000;
  private static final long GLOBAL_LIMIT = 4_500;
  private static final int FILES = 12;

  private final Engine engine;

  LedgerHistoriesTest(Engine engine) {
    this.engine = engine;
  }

  @Test
  void ledgerIsExactDuringAndAfterAnyHistory() {
    try (QuotaFixture one =
        QuotaFixture.of(engine, new Settings.Quota(LIMIT, FILES, GLOBAL_LIMIT), 6, 60)) {
      QuotaFixture two = one.newNode();
      long[] users = {one.database.newUser(), one.database.newUser(), one.database.newUser()};
      AtomicInteger working = new AtomicInteger(THREADS);
      Concurrently.run(
          THREADS + 1,
          thread -> {
            if (thread == THREADS) {
              while (working.get() > 0) {
                assertWithinLimits(one);
              }
              return true;
            }
            try {
              new History(thread % 2 == 0 ? one : two, users, new Random(thread)).live();
            } finally {
              working.decrementAndGet();
            }
            return true;
          });
      assertWithinLimits(one);
      assertThat(one.drift()).isZero();
      assertThat(one.wrongAccounts()).isZero();

      // What is left over is freed whole: leases end, hidden files are forgotten.
      one.database.execute("UPDATE reservations SET lease_until = CURRENT_TIMESTAMP");
      two.reaper(event -> {}).reap();
      one.files.hidden(0, 1_000).forEach(file -> two.manager.forget(file.id()));
      assertThat(one.database.number("SELECT SUM(reserved_bytes) FROM quota_accounts")).isZero();
      assertThat(one.drift()).isZero();
      assertThat(one.wrongAccounts()).isZero();
    }
  }

  private static void assertWithinLimits(QuotaFixture quota) {
    assertThat(
            quota.database.number(
                "SELECT COUNT(*) FROM quota_accounts WHERE used_bytes + reserved_bytes > "
                    + LIMIT
                    + " OR used_files + reserved_files > "
                    + FILES))
        .isZero();
    assertThat(quota.database.number("SELECT charged_bytes FROM global_usage"))
        .isLessThanOrEqualTo(GLOBAL_LIMIT);
    assertThat(quota.drift()).as("drift as one statement sees it").isZero();
  }

  /** What one thread does, step by step. */
  private static final class History {
    private final QuotaFixture node;
    private final long[] users;
    private final Random random;
    private final List<Reservation> held = new ArrayList<>();
    private final List<UserFile> stored = new ArrayList<>();

    History(QuotaFixture node, long[] users, Random random) {
      this.node = node;
      this.users = users;
      this.random = random;
    }

    void live() {
      for (int step = 0; step < STEPS; step++) {
        try {
          step();
        } catch (QuotaExceededException e) {
          assertThat(e.refusal().requested()).isGreaterThan(e.refusal().remaining());
        } catch (TooManyUploadsException e) {
          assertThat(e.limit()).isEqualTo(6);
        } catch (LeaseLostException e) {
          assertThat(e).hasMessageContaining("has ended");
        }
      }
    }

    private void step() {
      int choice = random.nextInt(10);
      if (choice < 3 || (held.isEmpty() && choice < 7)) {
        long user = users[random.nextInt(users.length)];
        held.add(node.manager.reserve(user, random.nextInt(600)));
      } else if (choice < 7) {
        use(held.remove(random.nextInt(held.size())), choice);
      } else if (choice == 7 || stored.isEmpty()) {
        node.reaper(event -> {}).reap();
      } else {
        UserFile file = stored.remove(random.nextInt(stored.size()));
        if (choice == 8) {
          node.delete(file.userId(), file.id());
        } else {
          node.manager.hide(file.userId(), file.id());
        }
      }
    }

    private void use(Reservation reservation, int choice) {
      switch (choice) {
        case 3 -> held.add(node.manager.grow(reservation, reservation.bytes() + 100));
        case 4 -> node.manager.release(reservation);
        case 5 -> node.expire(reservation);
        default -> stored.add(node.commit(reservation, random.nextLong(reservation.bytes() + 1)));
      }
    }
  }
}
