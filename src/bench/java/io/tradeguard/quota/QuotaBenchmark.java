package io.tradeguard.quota;

import io.tradeguard.bench.server.Report;
import io.tradeguard.bench.server.Rounds;
import io.tradeguard.settings.Settings;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TestDatabase.Engine;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * P11 and P12: what usage and reserve cost at a million stored files against a hundred, and how
 * many uploads a second the one global row lets through.
 */
public final class QuotaBenchmark {
  private static final int FEW = 100;
  private static final int MANY = 1_000_000;
  private static final int CALLS = 500;
  private static final int CLIENTS = 32;
  private static final long SECONDS = 4;
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;
  private static final int UPLOAD_BYTES = 1_000;
  private static final int CONCURRENT = 1_000;
  private static final Settings.Quota QUOTA = quota(1L << 50);

  private final Report report;

  public QuotaBenchmark(Report report) {
    this.report = report;
  }

  private static Settings.Quota quota(long globalBytes) {
    return new Settings.Quota(1L << 40, 100_000_000, globalBytes);
  }

  /** P11, on each database. */
  public void costAtSize() {
    for (Engine engine : Engine.values()) {
      costAtSize(engine);
    }
  }

  /** Both databases exist at once and are measured in turn, so that both see the same machine. */
  private void costAtSize(Engine engine) {
    try (QuotaFixture few = QuotaFixture.of(engine, QUOTA, CONCURRENT, 60);
        QuotaFixture many = QuotaFixture.of(engine, QUOTA, CONCURRENT, 60)) {
      long fewUser = fill(few, FEW);
      long manyUser = fill(many, MANY);
      compare(
          "P11 %s, GET /api/usage's read, 1,000,000 rows".formatted(engine),
          () -> many.manager.getUserUsage(manyUser),
          () -> few.manager.getUserUsage(fewUser));
      compare(
          "P11 %s, reserve and release, 1,000,000 rows".formatted(engine),
          () -> many.manager.release(many.manager.reserve(manyUser, UPLOAD_BYTES)),
          () -> few.manager.release(few.manager.reserve(fewUser, UPLOAD_BYTES)));
    }
  }

  private void compare(String what, Runnable many, Runnable few) {
    Rounds rounds = Rounds.of(WARM_UPS, ROUNDS, () -> micros(many), () -> micros(few));
    report.ratio(what, rounds, " µs", FEW + " rows", "≤ 1.2");
  }

  /** A user with so many files, half of them; the other half belongs to others. */
  private static long fill(QuotaFixture quota, int rows) {
    long user = quota.database.newUser();
    long other = quota.database.newUser();
    String numbers =
        quota.database.engine() == Engine.H2
            ? "SYSTEM_RANGE(1, %d) g(n)".formatted(rows)
            : "generate_series(1, %d) AS g(n)".formatted(rows);
    quota.database.execute(
        "INSERT INTO user_files (id, user_id, filename, file_size_bytes, file_path, mime_type,"
            + " sha256, state, created_at) SELECT n + 10000000, CASE WHEN MOD(n, 2) = 0 THEN "
            + user
            + " ELSE "
            + other
            + " END, 'bars.csv', 1000, CONCAT('bench-', n), 'text/csv', REPEAT('0', 64), 'STORED',"
            + " CURRENT_TIMESTAMP FROM "
            + numbers);
    if (quota.reconciler(event -> {}).reconcileNow().driftFiles() != rows) {
      throw new IllegalStateException("The counters do not count the rows");
    }
    return user;
  }

  private static double micros(Runnable work) {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1_000.0 / CALLS;
  }

  /** P12. The same transactions, once with the global row and once without, in turn. */
  public void throughput() {
    try (QuotaFixture quota =
        QuotaFixture.on(TestDatabase.startDurable().migrated(), QUOTA, CONCURRENT, 60)) {
      long[] users = new long[CLIENTS];
      for (int i = 0; i < CLIENTS; i++) {
        users[i] = quota.database.newUser();
        quota.store(users[i], 1);
      }
      Upload with = user -> quota.store(user, UPLOAD_BYTES);
      Upload without = user -> storeWithoutGlobalRow(quota, user);
      long[] uncounted = new long[1];
      Rounds rounds =
          Rounds.of(
              WARM_UPS,
              ROUNDS,
              () -> uploads(quota, users, with),
              () -> {
                long before = files(quota);
                double perSecond = uploads(quota, users, without);
                uncounted[0] += files(quota) - before;
                return perSecond;
              });
      if (quota.drift() != -uncounted[0] * UPLOAD_BYTES || quota.wrongAccounts() != 0) {
        throw new IllegalStateException("The ledger is not exact");
      }
      quota.reconciler(event -> {}).reconcileNow();
      fillExactly(quota, users);
      report.ratio(
          "P12 reserve + commit, PostgreSQL, %d clients; counters and limit exact"
              .formatted(CLIENTS),
          rounds,
          "/s",
          "without the global row",
          "≥ 0.25, ≥ 500/s");
    }
  }

  /** All clients race for the store's last room: exactly what fits is granted. */
  private static void fillExactly(QuotaFixture quota, long[] users) {
    int room = 100;
    long charged = quota.database.number("SELECT charged_bytes FROM global_usage");
    UploadQuotaManager last =
        QuotaFixture.node(
            quota.session,
            quota(charged + (long) room * UPLOAD_BYTES + UPLOAD_BYTES / 2),
            CONCURRENT,
            60);
    int granted =
        Concurrently.run(CLIENTS, client -> granted(last, users[client], room / 10)).stream()
            .mapToInt(Integer::intValue)
            .sum();
    if (granted != room || quota.drift() != 0) {
      throw new IllegalStateException(granted + " reservations were granted, not " + room);
    }
  }

  private static int granted(UploadQuotaManager manager, long user, int tries) {
    int granted = 0;
    for (int i = 0; i < tries; i++) {
      try {
        manager.reserve(user, UPLOAD_BYTES);
        granted++;
      } catch (QuotaExceededException e) {
        // Counted by what is missing in the sum.
        continue;
      }
    }
    return granted;
  }

  private static long files(QuotaFixture quota) {
    return quota.database.number("SELECT COUNT(*) FROM user_files");
  }

  private static double uploads(QuotaFixture quota, long[] users, Upload upload) {
    long before = files(quota);
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(SECONDS);
    Concurrently.run(
        CLIENTS,
        client -> {
          while (System.nanoTime() < end) {
            upload.store(users[client]);
          }
          return true;
        });
    double seconds = (System.nanoTime() - start) / 1e9;
    return (files(quota) - before) / seconds;
  }

  /** One upload's two transactions. */
  @FunctionalInterface
  private interface Upload {
    void store(long user);
  }

  /** The product's own statements, less the one on the global row. */
  private static void storeWithoutGlobalRow(QuotaFixture quota, long user) {
    Ledger ledger = quota.manager.ledger;
    Reservation reservation = new Reservation(UUID.randomUUID().toString(), user, UPLOAD_BYTES);
    quota.manager.transactions.retrying(
        () -> {
          ledger.accounts().reserve(user, reservation.bytes(), CONCURRENT);
          ledger.leases().add(reservation);
          return true;
        });
    quota.commit(reservation, UPLOAD_BYTES);
  }
}
