package io.tradeguard.account;

import io.tradeguard.settings.Settings;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Computes password hashes, a few at a time: each burns a core for a tenth of a second and more, so
 * a storm of logins from many addresses must not take all cores from the other requests, nor all
 * threads: of those that wait for their turn there are so many at most.
 */
@ApplicationScoped
public class PasswordHasher {
  private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final int MAX_WAITING = 32;
  private static final long WAIT_SECONDS = 30;

  @Inject Settings settings;
  @Inject Event<PasswordHashed> hashed;

  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  /** Returns the text form of the hash of a new password. */
  public String hash(NewPassword password) {
    return inTurn(() -> PasswordHash.of(password.value(), settings.passwordIterations())).text();
  }

  /** Whether a stored hash is that of a password. */
  boolean matches(String storedHash, String password) {
    PasswordHash stored = PasswordHash.parse(storedHash);
    return inTurn(() -> stored.matches(password));
  }

  /** Spends what a comparison costs, for a user who does not exist. */
  void matchNobody(String password) {
    PasswordHash nobody = PasswordHash.ofNothing(settings.passwordIterations());
    inTurn(() -> nobody.matches(password));
  }

  private <T> T inTurn(Supplier<T> computation) {
    try {
      if (turns.getQueueLength() >= MAX_WAITING
          || !turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    long start = System.nanoTime();
    try {
      return computation.get();
    } finally {
      turns.release();
      hashed.fire(new PasswordHashed(System.nanoTime() - start));
    }
  }

  private static ProblemException busy() {
    return new ProblemException(
        Problem.of(503, "Too many logins at once. Try again shortly.")
            .withHeader("Retry-After", "5"));
  }
}
