package io.tradeguard.quota;

import io.tradeguard.settings.Settings;
import io.tradeguard.testing.Concurrently;
import io.tradeguard.testing.TestDatabase.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Measures P11 and P12: what usage and reserve cost at a million stored files against a hundred,
 * and how many uploads a second the one global row lets through. Prints a Markdown table and writes
 * the figures as JSON below {@code target/bench}.
 */
public final class QuotaBenchmark {
  private static final int FEW = 100;
  private static final int MANY = 1_000_000;
  private static final int CALLS = 1_000;
  private static final int CLIENTS = 32;
  private static final long SECONDS = 10;
  private static final int ROUNDS = 5;
  private static final Settings.Quota QUOTA = new Settings.Quota(1L << 40, 100_000_000, 1L << 50);

  private final List<String> table = new ArrayList<>();
  private final List<String> json = new ArrayList<>();

  private QuotaBenchmark() {}

  /** Measures what the arguments name, or everything. */
  public static void main(String[] arguments) throws IOException {
    Set<String> wanted = arguments.length == 0 ? Set.of("P11", "P12") : Set.of(arguments);
    QuotaBenchmark benchmark = new QuotaBenchmark();
    if (wanted.contains("P11")) {
      for (Engine engine : Engine.values()) {
        benchmark.costAtSize(engine);
      }
    }
    if (wanted.contains("P12")) {
      benchmark.throughput();
    }
    benchmark.report();
  }

  /**
   * P11. Both databases exist at once and are measured in turn, so that both see the same machine.
   */
  private void costAtSize(Engine engine) {
    try (QuotaFixture few = QuotaFixture.of(engine, QUOTA, 1_000, 60);
        QuotaFixture many = QuotaFixture.of(engine, QUOTA, 1_000, 60)) {
      long fewUser = fill(few, FEW);
      long manyUser = fill(many, MANY);
      Work usageOfFew = () -> few.manager.getUserUsage(fewUser);
      Work usageOfMany = () -> many.manager.getUserUsage(manyUser);
      Work reserveOfFew = () -> few.manager.release(few.manager.reserve(fewUser, 1_000));
      Work reserveOfMany = () -> many.manager.release(many.manager.reserve(manyUser, 1_000));
      compare(engine + " usage", usageOfFew, usageOfMany);
      compare(engine + " reserve and release", reserveOfFew, reserveOfMany);
    }
  }

  private void compare(String what, Work few, Work many) {
    double[] fewMicros = new double[ROUNDS];
    double[] manyMicros = new double[ROUNDS];
    micros(few);
    micros(many);
    for (int round = 0; round < ROUNDS; round++) {
      fewMicros[round] = micros(few);
      manyMicros[round] = micros(many);
    }
    double atFew = median(fewMicros);
    double atMany = median(manyMicros);
    row(
        "P11 " + what,
        "%.0f µs (%s) at %d rows".formatted(atMany, spread(manyMicros), MANY),
        "%.0f µs (%s) at %d rows".formatted(atFew, spread(fewMicros), FEW),
        atMany / atFew,
        "≤ 1.2");
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

  private static double micros(Work work) {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1_000.0 / CALLS;
  }

  /** P12. The same transactions, once with the global row and once without, in turn. */
  private void throughput() {
    try (QuotaFixture quota = QuotaFixture.of(Engine.POSTGRESQL, QUOTA, 1_000, 60)) {
      long[] users = new long[CLIENTS];
      for (int i = 0; i < CLIENTS; i++) {
        users[i] = quota.database.newUser();
        quota.store(users[i], 1);
      }
      double[] with = new double[ROUNDS];
      double[] without = new double[ROUNDS];
      uploads(quota, users, new WithGlobalRow(quota));
      for (int round = 0; round < ROUNDS; round++) {
        without[round] = uploads(quota, users, new WithoutGlobalRow(quota));
        with[round] = uploads(quota, users, new WithGlobalRow(quota));
      }
      quota.reconciler(event -> {}).reconcileNow();
      if (quota.drift() != 0 || quota.wrongAccounts() != 0) {
        throw new IllegalStateException("The ledger is not exact");
      }
      row(
          "P12 reserve + commit, PostgreSQL, " + CLIENTS + " clients",
          "%.0f/s (%s)".formatted(median(with), spread(with)),
          "%.0f/s (%s) without the global row".formatted(median(without), spread(without)),
          median(with) / median(without),
          "≥ 0.25 and ≥ 500/s");
    }
  }

  private static double uploads(QuotaFixture quota, long[] users, Upload upload) {
    long before = quota.database.number("SELECT COUNT(*) FROM user_files");
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
    return (quota.database.number("SELECT COUNT(*) FROM user_files") - before) / seconds;
  }

  /** One upload's two transactions. */
  @FunctionalInterface
  private interface Upload {
    void store(long user);
  }

  /** A call that is measured. */
  @FunctionalInterface
  private interface Work {
    void run();
  }

  /** The product's own path. */
  private record WithGlobalRow(QuotaFixture quota) implements Upload {
    @Override
    public void store(long user) {
      quota.store(user, 1_000);
    }
  }

  /** The same statements, less the one on the global row. */
  private record WithoutGlobalRow(QuotaFixture quota) implements Upload {
    @Override
    public void store(long user) {
      Ledger ledger = quota.manager.ledger;
      Reservation reservation = new Reservation(UUID.randomUUID().toString(), user, 1_000);
      quota.manager.transactions.retrying(
          () -> {
            ledger.accounts().reserve(user, reservation.bytes(), 1_000);
            ledger.leases().add(reservation);
            return true;
          });
      quota.commit(reservation, 1_000);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String spread(double[] values) {
    return "%.0f–%.0f"
        .formatted(Arrays.stream(values).min().orElse(0), Arrays.stream(values).max().orElse(0));
  }

  private void row(String what, String ours, String against, double ratio, String target) {
    table.add(
        String.format(
            Locale.ROOT, "| %s | %s | %s | %.2f | %s |", what, ours, against, ratio, target));
    json.add(
        String.format(
            Locale.ROOT,
            "{\"measure\":\"%s\",\"ours\":\"%s\",\"against\":\"%s\",\"ratio\":%.3f}",
            what,
            ours,
            against,
            ratio));
  }

  private void report() throws IOException {
    System.out.println("| measure | ours | against | ratio | reach |\n|---|---|---|---|---|");
    table.forEach(System.out::println);
    Path folder = Files.createDirectories(Path.of("target", "bench"));
    Files.writeString(
        folder.resolve("quota.json"),
        "[" + String.join(",\n", json) + "]\n",
        StandardCharsets.UTF_8);
  }
}
