package io.tradeguard.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * The limiter that all nodes share, as long as Redis answers; each node's own otherwise.
 *
 * <p>{@link #isRateLimited} and {@link #getRemaining} are the seed's two questions. Their key is
 * either the text of a {@link LimitKey} or a bare identifier in category {@code default}: digits
 * are a user's id, anything else is an address.
 */
@ApplicationScoped
public class DistributedRateLimiter implements RateLimiter {
  private static final String SEED_CATEGORY = "default";

  private final LimiterBackend backend;

  /** For the container's proxy, which never uses it. */
  @SuppressWarnings("NullAway")
  protected DistributedRateLimiter() {
    backend = null;
  }

  @Inject
  public DistributedRateLimiter(LimiterBackend backend) {
    this.backend = backend;
  }

  /** Builds the backend at the start, so that it says at once where it counts. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    backend.status();
  }

  @Override
  public Decision decide(LimitKey key, LimitPolicy policy, int weight) {
    return backend.decide(key, policy, weight);
  }

  @Override
  public List<Decision> decideAll(List<Request> requests) {
    return backend.decideAll(requests);
  }

  @Override
  public Decision peek(LimitKey key, LimitPolicy policy) {
    return backend.peek(key, policy);
  }

  @Override
  public void reset(LimitKey key) {
    backend.reset(key);
  }

  /**
   * Counts one request in a fixed window and tells whether it is over the limit.
   *
   * @param period seconds
   */
  public RateLimitCheck isRateLimited(String key, int limit, int period) {
    Decision decision = backend.decide(seedKey(key), LimitPolicy.fixedWindow(limit, period), 1);
    return new RateLimitCheck(!decision.passes(), decision.retryAfterSeconds());
  }

  /** Tells how many requests would still pass in the present fixed window; counts nothing. */
  public int getRemaining(String key, int limit) {
    // The period has no part in it: nothing is written, and the window's end is Redis's.
    return backend
        .peek(seedKey(key), LimitPolicy.fixedWindow(limit, 1))
        .windows()
        .get(0)
        .remaining();
  }

  /** Tells who decides, since when, and how Redis does. */
  public LimiterStatus status() {
    return backend.status();
  }

  /**
   * Lists counters, those with the highest counts first, from a bounded look at them.
   *
   * @param category only its counters; all if empty
   * @param size the most to list
   */
  public List<HotKey> hottest(String category, int size) {
    return backend.hottest(category, size);
  }

  /**
   * Forgets the counter of this name, whatever its algorithm.
   *
   * @param key as in {@link HotKey#key}
   * @return whether this is a counter's name at all
   */
  public boolean delete(String key) {
    Optional<LimitKey> parsed = LimitKey.parse(key);
    parsed.ifPresent(backend::reset);
    return parsed.isPresent();
  }

  private static LimitKey seedKey(String key) {
    return LimitKey.parse(key)
        .orElseGet(
            () ->
                new LimitKey(
                    key.chars().allMatch(c -> c >= '0' && c <= '9')
                        ? LimitKey.Type.USER
                        : LimitKey.Type.IP,
                    key,
                    SEED_CATEGORY));
  }
}
