package io.tradeguard.quota;

import static io.tradeguard.quota.QuotaFixture.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tradeguard.settings.Settings;
import io.tradeguard.testing.Fault;
import io.tradeguard.testing.TestDatabase.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class UploadQuotaManagerTest extends QuotaSuite {

  UploadQuotaManagerTest(Engine engine) {
    super(engine);
  }

  private QuotaRefusal refusalOf(long bytes) {
    QuotaExceededException e =
        catchThrowableOfType(QuotaExceededException.class, () -> manager.reserve(user, bytes));
    assertThat(e).as("refusal of %d bytes", bytes).isNotNull();
    return e.refusal();
  }

  @Test
  void userAtExactly100MbMayStoreNothingMore() {
    quota.store(user, 60 * MB);
    assertThat(manager.checkUserQuota(user, 40 * MB)).isEqualTo(new QuotaAnswer(true, "OK"));
    quota.store(user, 40 * MB);

    assertThat(manager.checkUserQuota(user, 1))
        .isEqualTo(
            new QuotaAnswer(false, "Upload quota exceeded. Used: 100.0MB, Limit: 100MB per user."));
    QuotaRefusal refusal = refusalOf(1);
    assertThat(refusal)
        .isEqualTo(new QuotaRefusal(QuotaScope.USER_BYTES, 100 * MB, 100 * MB, 0, 1));
    assertThat(refusal.remaining()).isZero();
  }

  @Test
  @Fault(76)
  void aSizeThatWouldOverflowAnySumIsRefused() {
    quota.store(user, 60 * MB);

    assertThat(refusalOf(Long.MAX_VALUE).requested()).isEqualTo(Long.MAX_VALUE);
    quota.session.inTransaction(() -> manager.setQuota(user, Long.MAX_VALUE, null));
    assertThat(refusalOf(Long.MAX_VALUE - 1).scope()).isEqualTo(QuotaScope.USER_BYTES);
    assertThat(refusalOf(Long.MAX_VALUE - 60 * MB).scope()).isEqualTo(QuotaScope.GLOBAL);
    Reservation held = manager.reserve(user, 1);
    assertThatThrownBy(() -> manager.grow(held, Long.MAX_VALUE))
        .isInstanceOf(QuotaExceededException.class);
  }

  @Test
  @Fault(80)
  void aGrowingUploadIsToldItsSizeAndNotItsOwnReservation() {
    Reservation held = manager.reserve(user, 100 * MB);

    assertThatThrownBy(() -> manager.grow(held, 100 * MB + 1))
        .isInstanceOfSatisfying(
            QuotaExceededException.class,
            e ->
                assertThat(e.refusal())
                    .isEqualTo(
                        new QuotaRefusal(QuotaScope.USER_BYTES, 100 * MB, 0, 0, 100 * MB + 1)));
  }

  @Test
  void oneByteOverIsRefused() {
    quota.store(user, 60 * MB);
    assertThat(manager.checkUserQuota(user, 40 * MB + 1).allowed()).isFalse();
    assertThat(refusalOf(40 * MB + 1).remaining()).isEqualTo(40 * MB);
  }

  @Test
  void userWith0FilesHasTheWholeQuota() {
    assertThat(manager.getUserUsage(user)).isEqualTo(new Usage(0, 0, 0, 0, 100 * MB, 50));
    assertThat(manager.checkUserQuota(user, 100 * MB).allowed()).isTrue();
    assertThat(manager.checkUserQuota(user, 100 * MB + 1).allowed()).isFalse();
    quota.store(user, 100 * MB);
    assertThat(manager.getUserUsage(user)).isEqualTo(new Usage(100 * MB, 1, 0, 0, 100 * MB, 50));
  }

  @Test
  void userWithExactly50FilesMayStoreNoOther() {
    for (int i = 0; i < 49; i++) {
      quota.store(user, 1);
    }
    assertThat(manager.checkUserQuota(user, 1).allowed()).isTrue();
    quota.store(user, 1);

    assertThat(manager.checkUserQuota(user, 1))
        .isEqualTo(
            new QuotaAnswer(false, "Upload quota exceeded. Files: 50, Limit: 50 files per user."));
    assertThat(refusalOf(1)).isEqualTo(new QuotaRefusal(QuotaScope.USER_FILES, 50, 50, 0, 1));
  }

  @Test
  void fileCountIsNamedBeforeBytesAndBytesBeforeGlobal() {
    for (int i = 0; i < 50; i++) {
      quota.store(user, 2 * MB);
    }
    assertThat(refusalOf(1L << 40).scope()).isEqualTo(QuotaScope.USER_FILES);
    manager.hide(user, quota.files.page(user, 1, 1).get(0).id());
    quota.files.hidden(0, 10).forEach(file -> manager.forget(file.id()));
    assertThat(refusalOf(1L << 40).scope()).isEqualTo(QuotaScope.USER_BYTES);
    inTransaction(() -> manager.setQuota(user, 1L << 50, null));
    assertThat(refusalOf(1L << 40).scope()).isEqualTo(QuotaScope.GLOBAL);
  }

  @Test
  void globalQuotaFitsExactlyAtItsBoundary() {
    inTransaction(() -> manager.setQuota(user, Long.MAX_VALUE / 4, null));
    long limit = QuotaFixture.SEED.globalBytes();
    quota.store(user, limit - 10);

    assertThat(manager.checkGlobalQuota(10).allowed()).isTrue();
    assertThat(manager.checkGlobalQuota(11))
        .isEqualTo(new QuotaAnswer(false, "Upload quota exceeded. The service's storage is full."));
    assertThat(refusalOf(11).scope()).isEqualTo(QuotaScope.GLOBAL);
    quota.store(user, 10);
    assertThat(manager.checkGlobalQuota(1).allowed()).isFalse();
    assertThat(manager.getGlobalUsage()).isEqualTo(new GlobalUsage(limit, 0, limit, 1, 2, 0));
  }

  private void inTransaction(Runnable work) {
    quota.session.inTransaction(work);
  }

  @Test
  void reservedBytesCountUntilReleased() {
    Reservation first = manager.reserve(user, 60 * MB);
    assertThat(refusalOf(41 * MB).message())
        .isEqualTo(
            "Upload quota exceeded. Used: 0.0MB, Limit: 100MB per user;"
                + " uploads under way hold 60.0MB more.");
    assertThat(manager.getUserUsage(user))
        .isEqualTo(new Usage(0, 0, 60 * MB, 1, 100 * MB, 50))
        .extracting(Usage::remainingBytes, Usage::remainingFiles)
        .containsExactly(40 * MB, 49);
    manager.release(first);
    manager.release(first);
    assertThat(manager.getUserUsage(user).remainingBytes()).isEqualTo(100 * MB);
  }

  @Test
  void commitChargesWhatWasStoredAndFreesTheSurplus() {
    Reservation reservation = manager.reserve(user, 10 * MB);
    UserFile file = quota.commit(reservation, 3 * MB);

    assertThat(manager.getUserUsage(user)).isEqualTo(new Usage(3 * MB, 1, 0, 0, 100 * MB, 50));
    assertThat(quota.files.find(user, file.id())).get().extracting(UserFile::sha256).isNotNull();
    assertThat(quota.files.find(user + 1, file.id())).isEmpty();
    assertThat(quota.files.count(user)).isOne();
  }

  @Test
  void moreThanReservedIsNeverCommitted() {
    Reservation reservation = manager.reserve(user, 10);
    assertThatThrownBy(() -> quota.commit(reservation, 11))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(manager.getUserUsage(user).usedBytes()).isZero();
  }

  @Test
  void growingHoldsMoreAndKeepsWhatItHeldWhenRefused() {
    quota.store(user, 90 * MB);
    Reservation held = manager.grow(manager.reserve(user, 0), 8 * MB);

    assertThatThrownBy(() -> manager.grow(held, 11 * MB))
        .isInstanceOf(QuotaExceededException.class);
    Reservation exact = manager.grow(held, 10 * MB, 16 * MB);
    assertThat(exact.bytes()).isEqualTo(10 * MB);
    assertThatThrownBy(() -> manager.grow(exact, 10 * MB + 1, 16 * MB))
        .isInstanceOf(QuotaExceededException.class);
    quota.commit(exact, 10 * MB);
    assertThat(manager.getUserUsage(user).usedBytes()).isEqualTo(100 * MB);
  }

  @Test
  void committedOrReleasedReservationIsLost() {
    Reservation committed = manager.reserve(user, 1);
    quota.commit(committed, 1);
    Reservation released = manager.reserve(user, 1);
    manager.release(released);
    for (Reservation ended : new Reservation[] {committed, released}) {
      assertThatThrownBy(() -> quota.commit(ended, 1)).isInstanceOf(LeaseLostException.class);
      assertThatThrownBy(() -> manager.grow(ended, 2)).isInstanceOf(LeaseLostException.class);
      assertThatThrownBy(() -> manager.renew(ended)).isInstanceOf(LeaseLostException.class);
    }
    manager.release(committed);
    assertThat(manager.getUserUsage(user).usedBytes()).isOne();
  }

  @Test
  void handleFromBeforeAGrowthCannotCommit() {
    Reservation old = manager.reserve(user, 5);
    manager.grow(old, 10);
    assertThatThrownBy(() -> quota.commit(old, 5)).isInstanceOf(LeaseLostException.class);
  }

  @Test
  void failedCommitLeavesTheReservation() {
    Reservation reservation = manager.reserve(user, 5);
    assertThatThrownBy(
            () ->
                inTransaction(
                    () -> {
                      manager.commit(reservation, QuotaFixture.facts(5));
                      throw new IllegalStateException("the caller fails");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(manager.getUserUsage(user).reservedBytes()).isEqualTo(5);
    quota.commit(reservation, 5);
  }

  @Test
  void secondDeleteFreesNothing() {
    UserFile file = quota.store(user, 10);
    assertThat(manager.hide(user + 1, file.id())).isEmpty();
    assertThat(manager.hide(user, file.id())).isPresent();
    assertThat(manager.hide(user, file.id())).isEmpty();
    assertThat(quota.files.find(user, file.id())).isEmpty();
    assertThat(manager.getUserUsage(user).usedBytes()).isEqualTo(10);

    manager.forget(file.id());
    manager.forget(file.id());
    assertThat(manager.getUserUsage(user)).isEqualTo(new Usage(0, 0, 0, 0, 100 * MB, 50));
  }

  @Test
  void shownFileIsNeverForgotten() {
    UserFile file = quota.store(user, 10);
    manager.forget(file.id());
    assertThat(quota.files.find(user, file.id())).isPresent();
  }

  @Test
  void quotaLoweredBelowTheUsageRefusesUploadsOnly() {
    UserFile file = quota.store(user, 10 * MB);
    inTransaction(() -> manager.setQuota(user, 5 * MB, 3));
    assertThat(manager.getQuota(user)).isEqualTo(new QuotaOverride(5 * MB, 3));
    assertThat(manager.getUserUsage(user).remainingBytes()).isZero();
    assertThat(refusalOf(0).scope()).isEqualTo(QuotaScope.USER_BYTES);
    assertThat(quota.files.find(user, file.id())).isPresent();
    assertThat(quota.delete(user, file.id())).isTrue();
    quota.store(user, 5 * MB);
    inTransaction(() -> manager.setQuota(user, null, null));
    assertThat(manager.getUserUsage(user).quotaBytes()).isEqualTo(100 * MB);
  }

  @Test
  void uploadsAtOnceAreLimitedOverAllNodes() {
    Settings.Quota small = new Settings.Quota(100, 50, 150);
    UploadQuotaManager one = QuotaFixture.node(quota.database.newSession(), small, 2, 60);
    UploadQuotaManager two = QuotaFixture.node(quota.database.newSession(), small, 2, 60);
    Reservation first = one.reserve(user, 10);
    two.reserve(user, 10);
    assertThatThrownBy(() -> one.reserve(user, 10))
        .isInstanceOf(TooManyUploadsException.class)
        .extracting(e -> ((TooManyUploadsException) e).limit())
        .isEqualTo(2);
    assertThatThrownBy(() -> one.reserve(user, 81)).isInstanceOf(QuotaExceededException.class);
    one.reserve(quota.database.newUser(), 60);
    assertThatThrownBy(() -> one.reserve(user, 71))
        .isInstanceOf(QuotaExceededException.class)
        .extracting(e -> ((QuotaExceededException) e).refusal().scope())
        .isEqualTo(QuotaScope.GLOBAL);
    one.release(first);
    two.reserve(user, 10);
  }

  @Test
  void newestFileComesFirst() {
    UserFile older = quota.store(user, 1);
    UserFile newer = quota.store(user, 2);
    quota.database.execute(
        "UPDATE user_files SET created_at = TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00+00'"
            + " WHERE id = "
            + older.id());
    assertThat(quota.files.page(user, 1, 1)).extracting(UserFile::id).containsExactly(newer.id());
    assertThat(quota.files.page(user, 2, 1)).extracting(UserFile::id).containsExactly(older.id());
    assertThat(quota.files.knownPaths(java.util.List.of(newer.filePath(), "no-such")))
        .containsExactly(newer.filePath());
  }
}
