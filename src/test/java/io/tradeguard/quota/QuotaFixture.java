package io.tradeguard.quota;

import io.tradeguard.settings.Settings;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TransactionalSession;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A quota manager as the container would make it, on a database of its own. */
final class QuotaFixture implements AutoCloseable {
  static final long MB = 1 << 20;
  static final Settings.Quota SEED = new Settings.Quota(100 * MB, 50, 100 * 1024 * MB);

  final TestDatabase database;
  final TransactionalSession session;
  final UploadQuotaManager manager;
  final UserFiles files;

  private QuotaFixture(TestDatabase database, Settings.Quota quota, int concurrent, int lease) {
    this.database = database;
    this.session = database.newSession();
    this.manager = node(session, quota, concurrent, lease);
    this.files = new UserFiles();
    this.files.entities = session.entities();
  }

  /** The seed's limits, and so many concurrent uploads that they never matter. */
  static QuotaFixture seed(TestDatabase.Engine engine) {
    return of(engine, SEED, 10_000, 60);
  }

  static QuotaFixture of(
      TestDatabase.Engine engine, Settings.Quota quota, int concurrent, int lease) {
    return new QuotaFixture(TestDatabase.start(engine), quota, concurrent, lease);
  }

  /** Another node on the same database. The injection is the container's work, done here. */
  @SuppressWarnings("UnnecessaryAssignment")
  static UploadQuotaManager node(
      TransactionalSession session, Settings.Quota quota, int concurrent, int lease) {
    UploadQuotaManager manager = new UploadQuotaManager();
    manager.entities = session.entities();
    manager.clock = Clock.systemUTC();
    manager.transactions = session.transactions();
    manager.settings = settings(quota, concurrent, lease);
    manager.open();
    return manager;
  }

  static Settings settings(Settings.Quota quota, int concurrent, int lease) {
    return new Settings(
        java.nio.file.Path.of("target"),
        new Settings.Database("jdbc:h2:mem:", "", new io.tradeguard.settings.Secret("")),
        Optional.empty(),
        Optional.empty(),
        new Settings.RateLimits(false, Map.of(), 1),
        new Settings.TrustedProxies(java.util.List.of(), Settings.ForwardingHeader.X_FORWARDED_FOR),
        quota,
        new Settings.Upload(Optional.empty(), Set.of(".csv"), concurrent, 1024, 10, lease),
        false);
  }

  /** Stores a file, as an upload of known length does. */
  UserFile store(long userId, long bytes) {
    return commit(manager.reserve(userId, bytes), bytes);
  }

  /** Commits a reservation in a transaction, as the container would begin one. */
  UserFile commit(Reservation reservation, long bytes) {
    return session.inTransaction(() -> manager.commit(reservation, facts(bytes)));
  }

  static StoredFile facts(long bytes) {
    return new StoredFile(
        "bars.csv", UUID.randomUUID().toString(), "text/csv", bytes, "0".repeat(64));
  }

  /** Deletes a file whose bytes are removed at once. */
  boolean delete(long userId, long fileId) {
    Optional<UserFile> hidden = manager.hide(userId, fileId);
    hidden.ifPresent(file -> manager.forget(file.id()));
    return hidden.isPresent();
  }

  /** What the counters say beyond what the rows say; 0 is the invariant of the ledger. */
  long drift() {
    return database.number(
        "SELECT (SELECT charged_bytes FROM global_usage)"
            + " - (SELECT COALESCE(SUM(file_size_bytes), 0) FROM user_files)"
            + " - (SELECT COALESCE(SUM(bytes), 0) FROM reservations WHERE state = 'LIVE')");
  }

  /** How many accounts count something else than what their rows say. */
  long wrongAccounts() {
    return database.number(
        "SELECT COUNT(*) FROM quota_accounts a WHERE a.used_bytes <> (SELECT"
            + " COALESCE(SUM(f.file_size_bytes), 0) FROM user_files f WHERE f.user_id = a.user_id)"
            + " OR a.used_files <> (SELECT COUNT(*) FROM user_files f WHERE f.user_id = a.user_id)"
            + " OR a.reserved_bytes <> (SELECT COALESCE(SUM(r.bytes), 0) FROM reservations r"
            + " WHERE r.user_id = a.user_id AND r.state = 'LIVE') OR a.reserved_files <> (SELECT"
            + " COUNT(*) FROM reservations r WHERE r.user_id = a.user_id AND r.state = 'LIVE')");
  }

  @Override
  public void close() {
    database.close();
  }
}
