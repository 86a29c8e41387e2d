package io.tradeguard.quota;

import static io.tradeguard.quota.QuotaFixture.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tradeguard.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.IntRange;

/**
 * The seed's properties 1 to 4 against a real database. Each try has users of its own and cleans up
 * after itself. What {@code checkUserQuota} and {@code checkGlobalQuota} say, a reservation must
 * do.
 */
abstract class QuotaProperties {
  private static final long KB = 1024;
  private static final long LIMIT = QuotaFixture.SEED.userBytes();
  private static final long GLOBAL_LIMIT = QuotaFixture.SEED.globalBytes();
  private static final Settings.Quota BOUNDLESS = new Settings.Quota(1L << 50, 10_000, 1L << 50);

  abstract QuotaFixture quota();

  /** Stores what the limits may forbid, as it comes to be when limits are lowered. */
  private UserFile storeAnyway(long user, long bytes) {
    UploadQuotaManager boundless = QuotaFixture.node(quota().session, BOUNDLESS, 10_000, 60);
    Reservation reservation = boundless.reserve(user, bytes);
    return quota().commit(reservation, bytes);
  }

  private static Arbitrary<Tuple2<Long, Long>> aroundTheLimit(
      long limit, long mostUsed, long leastFile, long mostFile) {
    Arbitrary<Tuple2<Long, Long>> anywhere =
        Combinators.combine(
                Arbitraries.longs().between(0, mostUsed),
                Arbitraries.longs().between(leastFile, mostFile))
            .as(Tuple::of);
    Arbitrary<Tuple2<Long, Long>> boundary =
        Combinators.combine(
                Arbitraries.longs().between(leastFile, mostFile),
                Arbitraries.longs().between(-1, 1))
            .as((file, off) -> Tuple.of(limit - file + off, file));
    return Arbitraries.frequencyOf(Tuple.of(2, anywhere), Tuple.of(1, boundary));
  }

  @Provide
  Arbitrary<Tuple2<Long, Long>> usedAndFile() {
    return aroundTheLimit(LIMIT, 150 * MB, KB, 50 * MB);
  }

  @Provide
  Arbitrary<Tuple2<Long, Long>> globalUsedAndFile() {
    return aroundTheLimit(GLOBAL_LIMIT, GLOBAL_LIMIT + GLOBAL_LIMIT / 2, 1, LIMIT);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  @Label(
      "Feature: week1-high-priority, Property 1: For any user with current storage usage U bytes and"
          + " any file of size F bytes, the Upload_Quota_Manager SHALL allow the upload if and only"
          + " if (U + F) <= 100MB, and SHALL reject with a descriptive message otherwise.")
  void userStorageQuota(@ForAll("usedAndFile") Tuple2<Long, Long> state) {
    long used = state.get1();
    long file = state.get2();
    long user = quota().database.newUser();
    UserFile stored = storeAnyway(user, used);

    QuotaAnswer answer = quota().manager.checkUserQuota(user, file);
    assertThat(answer.allowed()).isEqualTo(used + file <= LIMIT);
    String message =
        String.format(
            Locale.ROOT, "Upload quota exceeded. Used: %.1fMB, Limit: 100MB", used / (double) MB);
    assertThat(answer.message()).startsWith(answer.allowed() ? "OK" : message);
    assertReservation(user, file, answer);
    quota().delete(user, stored.id());
  }

  private void assertReservation(long user, long file, QuotaAnswer answer) {
    List<Reservation> held = new ArrayList<>();
    Throwable refused = catchThrowable(() -> held.add(quota().manager.reserve(user, file)));
    if (answer.allowed()) {
      assertThat(refused).isNull();
      quota().manager.release(held.get(0));
    } else {
      assertThat(refused).isInstanceOf(QuotaExceededException.class).hasMessage(answer.message());
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF, generation = GenerationMode.RANDOMIZED)
  @Label(
      "Feature: week1-high-priority, Property 2: For any user with current file count C and any"
          + " upload attempt, the Upload_Quota_Manager SHALL allow the upload if and only if C < 50,"
          + " and SHALL reject with a descriptive message otherwise.")
  void userFileCount(@ForAll @IntRange(min = 0, max = 60) int count) {
    long user = quota().database.newUser();
    for (int i = 0; i < count; i++) {
      storeAnyway(user, 1);
    }
    QuotaAnswer answer = quota().manager.checkUserQuota(user, KB);
    assertThat(answer.allowed()).isEqualTo(count < 50);
    assertThat(answer.message())
        .startsWith(count < 50 ? "OK" : "Upload quota exceeded. Files: " + count + ", Limit: 50");
    assertReservation(user, KB, answer);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  @Label(
      "Feature: week1-high-priority, Property 3: For any global storage usage G bytes and any file"
          + " of size F bytes, the Upload_Quota_Manager SHALL allow the upload if and only if"
          + " (G + F) <= 100GB, and SHALL reject with a descriptive message otherwise.")
  void globalStorageQuota(@ForAll("globalUsedAndFile") Tuple2<Long, Long> state) {
    long before = quota().manager.getGlobalUsage().usedBytes();
    long used = Math.max(before, state.get1());
    long file = state.get2();
    long hoarder = quota().database.newUser();
    UserFile stored = storeAnyway(hoarder, used - before);

    QuotaAnswer answer = quota().manager.checkGlobalQuota(file);
    assertThat(answer.allowed()).isEqualTo(used + file <= GLOBAL_LIMIT);
    assertThat(answer.message())
        .startsWith(
            answer.allowed() ? "OK" : "Upload quota exceeded. The service's storage is full.");
    assertReservation(quota().database.newUser(), file, answer);
    quota().delete(hoarder, stored.id());
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  @Label(
      "Feature: week1-high-priority, Property 4: For any user with known file uploads, the"
          + " Upload_Quota_Manager SHALL return usage statistics where used_bytes equals the sum of"
          + " all file sizes and file_count equals the number of files.")
  void usageStatistics(@ForAll long seed, @ForAll @IntRange(min = 0, max = 25) int steps) {
    Random random = new Random(seed);
    long user = quota().database.newUser();
    List<UserFile> files = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      if (files.isEmpty() || random.nextInt(3) > 0) {
        long bytes = random.nextLong(3 * MB);
        Reservation reservation = quota().manager.reserve(user, bytes + random.nextInt(10));
        if (random.nextInt(5) == 0) {
          quota().manager.release(reservation);
        } else {
          files.add(quota().commit(reservation, bytes));
        }
      } else {
        UserFile file = files.remove(random.nextInt(files.size()));
        assertThat(quota().delete(user, file.id())).isTrue();
      }
      long sum = files.stream().mapToLong(UserFile::fileSizeBytes).sum();
      assertThat(quota().manager.getUserUsage(user))
          .isEqualTo(new Usage(sum, files.size(), 0, 0, LIMIT, 50));
    }
    assertThat(quota().files.count(user)).isEqualTo(files.size());
    files.forEach(file -> quota().delete(user, file.id()));
    assertThat(quota().drift()).isZero();
  }
}
