package io.tradeguard.ratelimit.lease;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.lease.LeaseAnswer.Outcome;
import io.tradeguard.ratelimit.lease.LeaseBackend.Terms;
import io.tradeguard.settings.CategorySettings;
import io.tradeguard.settings.Settings;
import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.OptionalInt;

/** Gives, prolongs and ends leases by the rules in force. */
@ApplicationScoped
public class Leases {
  private static final String TYPES = "https://iana.org/assignments/http-problem-types#";

  @Inject LeaseBackend backend;
  @Inject Settings settings;
  @Inject Event<LeaseDecided> decided;

  /** Returns how many leases of one key there may be at once; empty where nothing limits them. */
  public OptionalInt limit(String category) {
    CategorySettings known = settings.rateLimits().categories().get(category);
    return known == null || known.concurrent() == 0
        ? OptionalInt.empty()
        : OptionalInt.of(known.concurrent());
  }

  /**
   * Takes a place.
   *
   * @param seconds 1 to {@value Lease#MAX_SECONDS}
   * @throws ProblemException 429 if all are taken, 503 if Redis is away and the category closed
   */
  public LeaseAnswer take(Lease lease, int seconds) {
    return limited(lease)
        ? passed(lease, backend.take(lease, terms(lease, seconds)))
        : new LeaseAnswer(Outcome.HELD, 0, Source.LOCAL);
  }

  /**
   * Holds a place for so many seconds more.
   *
   * @throws ProblemException 404 if the lease has ended
   */
  public LeaseAnswer renew(Lease lease, int seconds) {
    if (!limited(lease)) {
      return new LeaseAnswer(Outcome.HELD, 0, Source.LOCAL);
    }
    LeaseAnswer answer = backend.renew(lease, terms(lease, seconds));
    if (answer.outcome() == Outcome.ENDED) {
      throw new ProblemException(Problem.of(404, "The lease has ended. Take another."));
    }
    return answer;
  }

  /** Gives a place back. */
  public void end(Lease lease) {
    backend.end(lease);
  }

  /** Tells how many leases of a key hold a place. */
  public int running(LimitKey key) {
    return backend.look(key).running();
  }

  /** Tells how many leases this node has given and not seen end. */
  public int held() {
    return backend.held();
  }

  /** What is done while a place is held. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Takes a place as {@link #take} does, works, and gives it back. */
  public <T, E extends Exception> T holding(LimitKey key, int seconds, Work<T, E> work) throws E {
    Lease lease = Lease.of(key);
    take(lease, seconds);
    try {
      return work.run();
    } finally {
      if (limited(lease)) {
        end(lease);
      }
    }
  }

  private boolean limited(Lease lease) {
    return settings.rateLimits().enabled() && limit(lease.key().category()).isPresent();
  }

  private CategorySettings category(Lease lease) {
    return settings.rateLimits().category(lease.key().category());
  }

  private Terms terms(Lease lease, int seconds) {
    CategorySettings category = category(lease);
    return new Terms(
        category.shadow() ? Integer.MAX_VALUE : category.concurrent(),
        seconds,
        category.onRedisFailure());
  }

  private LeaseAnswer passed(Lease lease, LeaseAnswer answer) {
    int limit = category(lease).concurrent();
    decided.fire(new LeaseDecided(lease.key(), answer, answer.held() && answer.running() > limit));
    if (answer.held()) {
      return answer;
    }
    if (answer.outcome() == Outcome.UNAVAILABLE) {
      throw new ProblemException(
          Problem.of(503, "Leases cannot be given at the moment. Try again shortly.")
              .withType(TYPES + "temporary-reduced-capacity")
              .withHeader("Retry-After", "1"));
    }
    String category = lease.key().category();
    String policy = category + "-concurrent";
    throw new ProblemException(
        Problem.of(429, "Too many at once in '" + category + "'. Retry in 1 seconds.")
            .withType(TYPES + "quota-exceeded")
            .with("category", category)
            .with("limit", limit)
            .with("running", answer.running())
            .with("violated-policies", List.of(policy))
            .withHeader(
                "RateLimit-Policy", "\"" + policy + "\";q=" + limit + ";qu=\"concurrent-requests\"")
            .withHeader("Retry-After", "1"));
  }
}
