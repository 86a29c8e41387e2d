package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.Decision.Outcome;
import io.tradeguard.ratelimit.HotKey;
import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.LimitPolicy;
import io.tradeguard.ratelimit.LimiterBackend;
import io.tradeguard.ratelimit.LimiterStatus;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.lease.LeaseBackend;
import io.tradeguard.ratelimit.memory.CounterTable;
import io.tradeguard.ratelimit.memory.LocalLeases;
import io.tradeguard.ratelimit.memory.MemoryRateLimiter;
import io.tradeguard.ratelimit.redis.SharedCounters.Start;
import io.tradeguard.ratelimit.redis.wire.Connector;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.RedisUrl;
import io.tradeguard.ratelimit.redis.wire.Tls;
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
  private final RedisSession session;
  private final CounterTable table;
  private final MemoryRateLimiter memory;
  private final SharedCounters counters;
  private final RefusalFlush flush;
  private final CounterScan scan;
  private final KeyNames names;
  private final PendingResets resets;
  private final RedisLeases leases;
  private final ReplaySweep sweep;
  private final EvictionWatch evictions;

  /**
   * Creates a limiter and tries to connect; if Redis is not there it starts alone.
   *
   * @param memoryKeys the most keys of which this node keeps a count
   * @param listener told of each failover and recovery
   * @throws IllegalArgumentException if the URL cannot be read; the message does not hold it
   */
  public RedisRateLimiter(
      Settings.Redis redis, int memoryKeys, Clock clock, Consumer<SourceChanged> listener) {
    LongSupplier micros = CounterTable.monotonicMicros();
    this.table = new CounterTable(memoryKeys, micros);
    this.names = new KeyNames(redis.prefix());
    this.resets = new PendingResets(names);
    this.session =
        new RedisSession(
            new Connector(
                RedisUrl.parse(redis.url().value()),
                Tls.of(redis.caFile(), redis.clientCertificate())),
            redis.connections(),
            redis.timeoutMillis() * 1_000_000L,
            new Availability(clock, listener),
            names,
            resets,
            micros);
    this.leases = new RedisLeases(session, names, new LocalLeases(micros, memoryKeys));
    this.memory = new MemoryRateLimiter(table, clock.instant());
    ReplaySweep sweep = new ReplaySweep(session, table);
    this.flush = new RefusalFlush(session, table, sweep::owe);
    this.counters = new SharedCounters(session, table, flush);
    this.scan = new CounterScan(session);
    this.sweep = sweep;
    EvictionWatch evictions = new EvictionWatch(session, flush);
    this.evictions = evictions;
    session.start(
        () -> {
          flush.run();
          sweep.run(counters);
          leases.run();
          evictions.run();
        });
  }

  @Override
  public Decision decide(LimitKey key, LimitPolicy policy, int weight) {
    if (weight < 1) {
      throw new IllegalArgumentException("A request weighs at least 1, not " + weight);
    }
    String name = names.counter(key, policy);
    Request request = new Request(key, policy, weight);
    if (!session.shards().connected(name)) {
      Optional<Decision> alone = alone(request, name);
      if (alone.isPresent()) {
        return alone.get();
      }
    }
    Start start = counters.start(request, name);
    if (start.refusal() != null) {
      return start.refusal();
    }
    try {
      return counters.ask(request, start, name);
    } catch (RedisFailure failure) {
      return unanswered(request, start, name, failure);
    }
  }

  /** Decides a request to which Redis gave no answer. */
  Decision unanswered(Request request, Start start, String name, RedisFailure failure) {
    if (request.mode() == Mode.CHECK) {
      // This node's own numbers are the next best.
      return memory.peek(request.key(), request.policy());
    }
    if (request.mode() == Mode.REFUND) {
      // It is among what Redis is told again before it decides for this key, until it answers.
      sweep.owe();
      return memory.peek(request.key(), request.policy()).passing();
    }
    if (isClosed(request)) {
      counters.withdraw(start, request.weight(), name);
      return unavailable(request);
    }
    Decision decision = counters.decideAlone(request, start, failure.maybeDone(), name);
    if (session.shards().connected(name)) {
      // Redis is back already: its sweep may have been too early.
      sweep.owe();
    }
    return untilProbe(decision, name);
  }

  @Override
  public List<Decision> decideAll(List<Request> requests) {
    return new DecisionBatch(this, session, counters, names).decide(requests);
  }

  /**
   * Decides a request that finds Redis away; empty if it is back. That is looked at once more under
   * the lock that guards the key's counter: what is decided there is replayed to Redis before Redis
   * decides again for this key, so it cannot give the same place to another.
   */
  Optional<Decision> alone(Request request, String name) {
    if (request.mode() == Mode.CHECK) {
      return Optional.of(memory.peek(request.key(), request.policy()));
    }
    if (isClosed(request)) {
      return Optional.of(unavailable(request));
    }
    return table.locked(
        request.key(),
        () ->
            session.shards().connected(name)
                ? Optional.empty()
                : Optional.of(decideAlone(request, name)));
  }

  private Decision decideAlone(Request request, String name) {
    if (request.mode() == Mode.REFUND) {
      counters.refundAlone(request, name);
      return memory.peek(request.key(), request.policy()).passing();
    }
    return untilProbe(counters.decideAlone(request, Start.UNSENT, false, name), name);
  }

  /** Whether nobody may pass while Redis is away; what has happened counts all the same. */
  private static boolean isClosed(Request request) {
    return request.mode() == Mode.CONSUME
        && request.policy().onRedisFailure() == OnRedisFailure.CLOSED;
  }

  /**
   * Lets whoever is refused without Redis wait until Redis is looked for again, if that is sooner:
   * by then the whole limit may be there again rather than this node's share of it.
   */
  private Decision untilProbe(Decision decision, String name) {
    return decision.retryAfterSeconds() == 0
        ? decision
        : decision.waitingAtMost(session.secondsToProbe(name));
  }

  private Decision unavailable(Request request) {
    return new Decision(
        Outcome.UNAVAILABLE,
        memory.peek(request.key(), request.policy()).windows(),
        1,
        Source.LOCAL);
  }

  @Override
  public Decision peek(LimitKey key, LimitPolicy policy) {
    String name = names.counter(key, policy);
    if (session.shards().connected(name)) {
      try {
        return counters.ask(new Request(key, policy, 0), Start.UNSENT, name);
      } catch (RedisFailure failure) {
        // This node's own numbers are the next best.
      }
    }
    return memory.peek(key, policy);
  }

  @Override
  public void reset(LimitKey key) {
    memory.reset(key);
    try {
      resets.delete(key, session.router()::askAll);
    } catch (RedisFailure failure) {
      resets.add(key);
    }
    // What was learned while the deletion was on its way.
    memory.reset(key);
  }

  /** Returns the leases that the same Redis holds. */
  public LeaseBackend leases() {
    return leases;
  }

  @Override
  public LimiterStatus status() {
    Availability availability = session.availability();
    return new LimiterStatus(
        availability.source(),
        true,
        Duration.ofNanos(session.latencyNanos()),
        session.heartbeat().share().nodes(),
        availability.since(),
        memory.status().memory(),
        availability.reason() == null ? evictions.warning() : availability.reason(),
        flush.losses());
  }

  @Override
  public List<HotKey> hottest(String category, int size) {
    if (!session.shards().tags().isEmpty()) {
      try {
        return scan.hottest(category, size);
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
