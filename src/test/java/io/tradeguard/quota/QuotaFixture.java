package io.tradeguard.quota;

import io.tradeguard.settings.Settings;
import io.tradeguard.testing.FiredEvents;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TransactionalSession;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** A quota manager as the container would make it, on a database of its own. */
final class QuotaFixture implements AutoCloseable {
  static final long MB = 1 << 20;
  static final Settings.Quota SEED = new Settings.Quota(100 * MB, 50, 100 * 1024 * MB);

  final TestDatabase database;
  final TransactionalSession session;
  final UploadQuotaManager manager;
  final UserFiles files;

  private final Settings.Quota quota;
  private final int concurrent;
  private final int lease;

  private QuotaFixture(TestDatabase database, Settings.Quota quota, int concurrent, int lease) {
    this.database = database;
    this.quota = quota;
    this.concurrent = concurrent;
    this.lease = lease;
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
    return on(TestDatabase.start(engine), quota, concurrent, lease);
  }

  /** On a database that has the schema; closing the fixture closes it. */
  static QuotaFixture on(TestDatabase database, Settings.Quota quota, int concurrent, int lease) {
    return new QuotaFixture(database, quota, concurrent, lease);
  }

  /** Another node on the same database. The injection is the container's work, done here. */
  @SuppressWarnings("UnnecessaryAssignment")
  static UploadQuotaManager node(
      TransactionalSession session, Settings.Quota quota, int concurrent, int lease) {
    UploadQuotaManager manager = new UploadQuotaManager();
    manager.ledger =
        new Ledger(
            session.entities(),
            quota,
            new Settings.Upload(Optional.empty(), Set.of(".csv"), concurrent, 1024, 10, lease));
    manager.clock = Clock.systemUTC();
    manager.transactions = session.transactions();
    manager.accounts = new AccountOpening();
    manager.accounts.ledger = manager.ledger;
    manager.accounts.transactions = manager.transactions;
    return manager;
  }

  /** Another node on the same database, with the same settings. */
  QuotaFixture newNode() {
    return new QuotaFixture(database, quota, concurrent, lease);
  }

  @SuppressWarnings("UnnecessaryAssignment")
  Reservations reservations() {
    Reservations reservations = new Reservations();
    reservations.ledger = manager.ledger;
    return reservations;
  }

  /** Lets a lease run out, as time would. */
  void expire(Reservation reservation) {
    database.execute(
        "UPDATE reservations SET lease_until = CURRENT_TIMESTAMP - 1 * INTERVAL '1' SECOND"
            + " WHERE id = '"
            + reservation.id()
            + "'");
  }

  /** Judges one account under its lock, whether or not it is suspect. */
  Drift repair(long userId) {
    Comparison comparison = new Comparison(session.entities(), manager.ledger);
    return manager.transactions.retrying(() -> comparison.repairAccount(userId));
  }

  /** The timer's work, on the manager's node. */
  @SuppressWarnings("UnnecessaryAssignment")
  LeaseReaper reaper(Consumer<ReservationsReaped> listener) {
    LeaseReaper reaper = new LeaseReaper();
    reaper.ledger = manager.ledger;
    reaper.transactions = manager.transactions;
    reaper.reaped = new FiredEvents<>(listener);
    return reaper;
  }

  @SuppressWarnings("UnnecessaryAssignment")
  Reconciler reconciler(Consumer<Reconciled> listener) {
    Reconciler reconciler = new Reconciler();
    reconciler.comparison = new Comparison(session.entities(), manager.ledger);
    reconciler.accounts = manager.accounts;
    reconciler.transactions = manager.transactions;
    reconciler.reconciled = new FiredEvents<>(listener);
    return reconciler;
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
