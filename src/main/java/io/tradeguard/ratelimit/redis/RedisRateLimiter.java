package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.HotKey;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.LimiterBackend;
import io.tradeguard.ratelimit.LimiterStatus;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.memory.Ledger;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.settings.OnRedisFailure;
import io.tradeguard.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The limiter that counts in Redis, and on this node alone while Redis cannot be asked.
 *
 * <p>A request's way: if this node knows that the key is over its limit, it is refused at once;
 * else Redis is asked, in a round trip shared with whoever asks at the same time; if there is no
 * answer, or Redis is known to be away, the request is decided from the last known counts. So a
 * request waits for Redis at most once, and at most the timeout.
 */
public final class RedisRateLimiter implements LimiterBackend {
  private static final int MOST_LANES = 2;

  private final RedisSession session;
  private final Ledger ledger;
  private final MemoryRateLimiter memory;
  private final SharedCounts counts;
  private final SharedRates rates;
  private final Counters counters;
  private final Resets resets = new Resets();

  /**
   * Creates a limiter and tries to connect; if Redis is not there it starts alone.
   *
   * @param memoryKeys the most keys of which this node keeps a count
   * @param listener told of each failover and recovery
   * @throws IllegalArgumentException if the URL cannot be read; the message does not hold it
   */
  public RedisRateLimiter(
      Settings.Redis redis, int memoryKeys, Clock clock, Consumer<SourceChanged> listener) {
    LongSupplier micros = Ledger.monotonicMicros();
    this.ledger = new Ledger(memoryKeys, micros);
    this.session =
        new RedisSession(
            new Connector(RedisUrl.parse(redis.url().value())),
            Math.min(MOST_LANES, redis.connections()),
            redis.timeoutMillis() * 1_000_000L,
            new Breaker(clock, listener),
            resets,
            micros);
    this.memory = new MemoryRateLimiter(ledger, clock.instant());
    this.counts = new SharedCounts(session, ledger);
    this.rates = new SharedRates(session, ledger);
    this.counters = new Counters(session);
    session.start(
        () -> {
          counts.flush();
          rates.flush();
        },
        () -> {
          counts.sweep();
          rates.sweep();
        });
  }

  @Override
  public Decision decide(LimitKey key, LimitPolicy policy, int weight) {
    if (weight < 1) {
      throw new IllegalArgumentException("A request weighs at least 1, not " + weight);
    }
    Shared shared = shared(policy);
    if (!session.connected()) {
      Optional<Decision> alone = alone(shared, key, policy, weight);
      if (alone.isPresent()) {
        return alone.get();
      }
    }
    Shared.Start start = shared.start(key, policy, weight);
    if (start.refusal() != null) {
      return start.refusal();
    }
    try {
      return shared.ask(key, policy, weight, start);
    } catch (RedisFailure failure) {
      if (policy.onRedisFailure() == OnRedisFailure.CLOSED) {
        shared.withdraw(start, weight);
        return unavailable(key, policy);
      }
      Decision decision = shared.decideAlone(key, policy, weight, start, failure.maybeDone());
      session.countedAlone();
      return decision;
    }
  }

  /**
   * Decides a request that finds Redis away; empty if it is back. That is looked at once more under
   * the lock that guards the key's counter: what is decided there is brought to Redis before Redis
   * decides again for this key, so it cannot give the same place to another.
   */
  private Optional<Decision> alone(Shared shared, LimitKey key, LimitPolicy policy, int weight) {
    if (policy.onRedisFailure() == OnRedisFailure.CLOSED) {
      return Optional.of(unavailable(key, policy));
    }
    return ledger.locked(
        key,
        () ->
            session.connected()
                ? Optional.empty()
                : Optional.of(shared.decideAlone(key, policy, weight, Shared.Start.UNSENT, false)));
  }

  private Shared shared(LimitPolicy policy) {
    return policy.isSingleFixedWindow() ? counts : rates;
  }

  private Decision unavailable(LimitKey key, LimitPolicy policy) {
    return new Decision(Outcome.UNAVAILABLE, memory.peek(key, policy).windows(), 1, Source.LOCAL);
  }

  @Override
  public Decision peek(LimitKey key, LimitPolicy policy) {
    if (session.connected()) {
      try {
        return shared(policy).ask(key, policy, 0, Shared.Start.UNSENT);
      } catch (RedisFailure failure) {
        // This node's own numbers are the next best.
      }
    }
    return memory.peek(key, policy);
  }

  @Override
  public void reset(LimitKey key) {
    memory.reset(key);
    if (!session.connected()) {
      resets.add(key);
      return;
    }
    try {
      Resets.delete(key, session::askAll);
    } catch (RedisFailure failure) {
      resets.add(key);
    }
    // What was learned while the deletion was on its way.
    memory.reset(key);
  }

  @Override
  public LimiterStatus status() {
    return new LimiterStatus(
        session.connected() ? Source.REDIS : Source.LOCAL,
        true,
        Duration.ofNanos(session.latencyNanos()),
        session.nodes().share().nodes(),
        session.since(),
        memory.status().memory());
  }

  @Override
  public List<HotKey> hottest(String category, int size) {
    if (session.connected()) {
      try {
        return counters.hottest(category, size);
      } catch (RedisFailure failure) {
        // This node's own numbers are the next best.
      }
    }
    return memory.hottest(category, size);
  }

  @Override
  public void close() {
    session.close();
  }
}
