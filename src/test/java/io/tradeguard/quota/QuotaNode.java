package io.tradeguard.quota;

import io.tradeguard.settings.Settings;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TransactionalSession;

/** The ledger's beans on a real database, for tests of other rooms. */
public final class QuotaNode implements AutoCloseable {
  private final QuotaFixture fixture;

  private QuotaNode(QuotaFixture fixture) {
    this.fixture = fixture;
  }

  /** Starts an empty database with a user's and the service's limits in bytes. */
  public static QuotaNode start(TestDatabase.Engine engine, long userBytes, long globalBytes) {
    return new QuotaNode(
        QuotaFixture.of(engine, new Settings.Quota(userBytes, 50, globalBytes), 4, 60));
  }

  /** Starts a node with limits that nobody reaches and a lease of so many seconds. */
  public static QuotaNode on(TestDatabase database, int lease) {
    Settings.Quota unlimited = new Settings.Quota(1L << 40, 1_000_000, 1L << 40);
    return new QuotaNode(QuotaFixture.on(database, unlimited, 100, lease));
  }

  /** Ends the reservations whose lease has run out, as the timer does. */
  public void reap() {
    fixture.reaper(reaped -> {}).reap();
  }

  public TestDatabase database() {
    return fixture.database;
  }

  public TransactionalSession session() {
    return fixture.session;
  }

  public UploadQuotaManager manager() {
    return fixture.manager;
  }

  public UserFiles files() {
    return fixture.files;
  }

  public Reservations reservations() {
    return fixture.reservations();
  }

  @Override
  public void close() {
    fixture.close();
  }
}
