package io.tradeguard.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Runs short work in a transaction of its own, and again when the database undid it only because
 * others were in its way: a deadlock or a serialisation failure. The waits between are short and
 * random, so that those who collided do not collide again.
 */
@ApplicationScoped
public class Transactions {
  private static final int ATTEMPTS = 6;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final NewTransaction newTransaction;

  /** For CDI's proxy, which never runs anything itself. */
  protected Transactions() {
    this(new NewTransaction());
  }

  @Inject
  public Transactions(NewTransaction newTransaction) {
    this.newTransaction = newTransaction;
  }

  /**
   * Runs work that may be repeated from its beginning: whatever it does beside the database must
   * bear that.
   *
   * @throws RuntimeException what the work threw, or the last conflict if none of the attempts went
   *     through
   */
  public <T> T retrying(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return newTransaction.run(work);
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !SqlFailure.isConflict(e)) {
          throw e;
        }
        long bound = FIRST_PAUSE_NANOS << attempt;
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound / 4, bound));
      }
    }
  }
}
