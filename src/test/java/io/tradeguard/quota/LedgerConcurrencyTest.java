package io.tradeguard.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeguard.settings.Settings;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TestDatabase.Engine;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads of two nodes at once: never over a limit, never a false refusal. */
@ParameterizedClass
@EnumSource(Engine.class)
class LedgerConcurrencyTest {
  private static final long LIMIT = 10_000;
  private static final long GLOBAL_LIMIT = 30_050;
  private static final int UNLIMITED = 10_000;

  private final TestDatabase database;
  private final QuotaFixture one;
  private final QuotaFixture two;

  LedgerConcurrencyTest(Engine engine) {
    one = QuotaFixture.of(engine, new Settings.Quota(LIMIT, 50, GLOBAL_LIMIT), UNLIMITED, 60);
    two = one.newNode();
    database = one.database;
  }

  @AfterEach
  void invariantHolds() {
    assertThat(one.drift()).isZero();
    assertThat(one.wrongAccounts()).isZero();
    database.close();
  }

  private QuotaFixture node(int thread) {
    return thread % 2 == 0 ? one : two;
  }

  /** Reserves and commits; what was refused is in the result. */
  private Optional<QuotaRefusal> upload(QuotaFixture node, long user, long bytes) {
    try {
      node.store(user, bytes);
      return Optional.empty();
    } catch (QuotaExceededException e) {
      return Optional.of(e.refusal());
    }
  }

  @Test
  void twoUploadsWithRoomForOne() {
    for (int round = 0; round < 20; round++) {
      long user = database.newUser();
      List<Optional<QuotaRefusal>> refusals =
          Concurrently.run(2, thread -> upload(node(thread), user, 6_000));
      assertThat(refusals).filteredOn(Optional::isEmpty).hasSize(1);
      one.delete(user, one.files.page(user, 1, 1).get(0).id());
    }
  }

  @Test
  void fiftyUploadsAtFortyNineFilesAdmitExactlyOne() {
    long user = database.newUser();
    for (int i = 0; i < 49; i++) {
      one.store(user, 1);
    }
    List<Optional<QuotaRefusal>> refusals =
        Concurrently.run(50, thread -> upload(node(thread), user, 1));
    assertThat(refusals).filteredOn(Optional::isEmpty).hasSize(1);
    assertThat(refusals.stream().flatMap(Optional::stream))
        .allMatch(refusal -> refusal.scope() == QuotaScope.USER_FILES);
    assertThat(one.manager.getUserUsage(user).fileCount()).isEqualTo(50);
  }

  @Test
  void manyUsersRacingForTheLastGlobalBytesFillItExactly() {
    int uploads = 40;
    long size = 1_000;
    long admitted = GLOBAL_LIMIT / size;
    long[] users = new long[uploads];
    for (int i = 0; i < uploads; i++) {
      users[i] = database.newUser();
    }
    List<Optional<QuotaRefusal>> refusals =
        Concurrently.run(uploads, thread -> upload(node(thread), users[thread], size));
    assertThat(refusals).filteredOn(Optional::isEmpty).hasSize((int) admitted);
    assertThat(refusals.stream().flatMap(Optional::stream))
        .allMatch(refusal -> refusal.scope() == QuotaScope.GLOBAL)
        .allMatch(refusal -> refusal.requested() > refusal.remaining());
    assertThat(one.manager.getGlobalUsage().usedBytes()).isEqualTo(admitted * size);
  }

  @Test
  void uploadsOfAllSizesNeverExceedTheQuotaAndNoneIsRefusedThatFits() {
    for (int round = 0; round < 5; round++) {
      long user = database.newUser();
      long[] sizes = new Random(round).longs(48, 1, 700).toArray();
      List<Optional<QuotaRefusal>> refusals =
          Concurrently.run(sizes.length, thread -> upload(node(thread), user, sizes[thread]));
      Usage usage = one.manager.getUserUsage(user);
      assertThat(usage.usedBytes()).isLessThanOrEqualTo(LIMIT);
      for (int i = 0; i < sizes.length; i++) {
        if (refusals.get(i).isPresent()) {
          assertThat(sizes[i]).isGreaterThan(refusals.get(i).get().remaining());
          assertThat(usage.usedBytes() + sizes[i]).isGreaterThan(LIMIT);
        }
      }
      one.files.page(user, 1, 50).forEach(file -> one.delete(user, file.id()));
    }
  }

  @Test
  void uploadsAtOnceAreCountedExactly() {
    long user = database.newUser();
    List<Boolean> admitted =
        Concurrently.run(
            24,
            thread -> {
              UploadQuotaManager capped =
                  QuotaFixture.node(
                      node(thread).session, new Settings.Quota(LIMIT, 50, GLOBAL_LIMIT), 4, 60);
              try {
                capped.reserve(user, 1);
                return true;
              } catch (TooManyUploadsException e) {
                return false;
              }
            });
    assertThat(admitted).filteredOn(Boolean::booleanValue).hasSize(4);
  }

  @Test
  void deletesOfOneFileAtOnceFreeItOnce() {
    long user = database.newUser();
    for (int round = 0; round < 10; round++) {
      UserFile file = one.store(user, 100);
      UserFile kept = one.store(user, 7);
      List<Boolean> deleted = Concurrently.run(4, thread -> node(thread).delete(user, file.id()));
      assertThat(deleted).filteredOn(Boolean::booleanValue).hasSize(1);
      assertThat(one.manager.getUserUsage(user).usedBytes()).isEqualTo(7);
      one.delete(user, kept.id());
    }
  }

  @Test
  void forgettingOneFileAtOnceFreesItOnce() {
    long user = database.newUser();
    UserFile file = one.store(user, 100);
    one.store(user, 7);
    one.manager.hide(user, file.id());
    Concurrently.run(
        8,
        thread -> {
          node(thread).manager.forget(file.id());
          return true;
        });
    assertThat(one.manager.getUserUsage(user).usedBytes()).isEqualTo(7);
  }

  @Test
  void firstUploadsOfANewUserOpenOneAccount() {
    for (int round = 0; round < 10; round++) {
      long user = database.newUser();
      List<Optional<QuotaRefusal>> refusals =
          Concurrently.run(8, thread -> upload(node(thread), user, 1));
      assertThat(refusals).allMatch(Optional::isEmpty);
      assertThat(one.manager.getUserUsage(user).fileCount()).isEqualTo(8);
    }
  }

  @Test
  void commitAndReaperNeverBothHaveAReservation() {
    long user = database.newUser();
    for (int round = 0; round < 30; round++) {
      Reservation reservation = one.manager.reserve(user, 10);
      List<Boolean> won =
          Concurrently.run(
              2,
              thread -> {
                if (thread == 1) {
                  two.expire(reservation);
                  return two.reaper(event -> {}).reap() == 1;
                }
                try {
                  one.commit(reservation, 10);
                  return true;
                } catch (LeaseLostException e) {
                  return false;
                }
              });
      assertThat(won).containsOnlyOnce(true);
      one.files.page(user, 1, 50).forEach(file -> one.delete(user, file.id()));
    }
  }
}
