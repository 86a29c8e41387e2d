package io.tradeguard.account;

import io.tradeguard.settings.SettingsFixture;
import io.tradeguard.testing.FiredEvents;
import io.tradeguard.testing.MutableClock;
import io.tradeguard.testing.TestDatabase;
import io.tradeguard.testing.TransactionalSession;
import io.tradeguard.web.Problem;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The account room as the container would put it together, on a database of its own. Injection is
 * the container's work, done here.
 */
@SuppressWarnings("UnnecessaryAssignment")
final class AccountFixture implements AutoCloseable {
  static final NewPassword PASSWORD = new NewPassword("correct horse battery");

  /** Few: nothing here is about what a hash costs. */
  static final int ITERATIONS = 1000;

  final TestDatabase database;
  final TransactionalSession session;
  final MutableClock clock = new MutableClock(Instant.parse("2026-11-23T12:00:00Z"));
  final FiredEvents<UserCreated> created = new FiredEvents<>();
  final FiredEvents<PasswordHashed> hashed = new FiredEvents<>();
  final Users users = new Users();
  final ApiKeys keys = new ApiKeys();
  final Sessions sessions = new Sessions();
  final AuditTrail trail = new AuditTrail();
  final PasswordHasher hasher = new PasswordHasher();

  AccountFixture(TestDatabase.Engine engine) {
    database = TestDatabase.start(engine);
    session = database.newSession();
    hasher.settings =
        SettingsFixture.of(Map.of("tradeguard.password.iterations", Integer.toString(ITERATIONS)));
    hasher.hashed = hashed;
    users.entities = session.entities();
    users.clock = clock;
    users.created = created;
    users.hasher = hasher;
    keys.entities = session.entities();
    keys.clock = clock;
    sessions.entities = session.entities();
    sessions.clock = clock;
    trail.entities = session.entities();
    trail.clock = clock;
  }

  /** Returns a check of passwords that counts its tries at a gate of this test's own. */
  PasswordCheck passwordCheck(LoginGate gate) {
    LoginRecord record = new LoginRecord();
    record.trail =
        new AuditTrail() {
          @Override
          public void record(
              long actorId, String actor, String action, String target, String detail) {
            session.inTransaction(() -> trail.record(actorId, actor, action, target, detail));
          }
        };
    PasswordCheck check = new PasswordCheck();
    check.users = users;
    check.hasher = hasher;
    check.gate = gate;
    check.record = record;
    return check;
  }

  static LoginGate open() {
    return address -> Optional.<Problem>empty();
  }

  User newUser(String name, Role role) {
    return in(() -> users.create(new Username(name), PASSWORD, role));
  }

  User reload(User user) {
    return in(() -> users.find(user.id()).orElseThrow());
  }

  /** Runs work in a transaction, as the container begins one for an EJB. */
  <T> T in(Supplier<T> work) {
    return session.inTransaction(work);
  }

  void run(Runnable work) {
    session.inTransaction(work);
  }

  @Override
  public void close() {
    database.close();
  }
}
