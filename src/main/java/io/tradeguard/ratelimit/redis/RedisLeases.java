package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.LimitKey;
import io.tradeguard.ratelimit.Source;
import io.tradeguard.ratelimit.lease.Lease;
import io.tradeguard.ratelimit.lease.LeaseAnswer;
import io.tradeguard.ratelimit.lease.LeaseAnswer.Outcome;
import io.tradeguard.ratelimit.lease.LeaseBackend;
import io.tradeguard.ratelimit.memory.LocalLeases;
import io.tradeguard.ratelimit.memory.LocalLeases.Owed;
import io.tradeguard.ratelimit.memory.LocalLeases.Solitude;
import io.tradeguard.ratelimit.memory.Outages;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import io.tradeguard.ratelimit.redis.wire.Script;
import io.tradeguard.ratelimit.redis.wire.ScriptCommand;
import io.tradeguard.settings.OnRedisFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Leases that all nodes share, by Redis's clock. While Redis cannot be asked a node decides from
 * what it knows, and whatever it gave or took back Redis is told before it decides again for that
 * key.
 */
final class RedisLeases implements LeaseBackend {
  private static final int AT_ONCE = 100;

  /** Calls of {@link #run} until those whose time is over are looked for: some 10 s. */
  private static final int CALLS_TO_EXPIRY = 128;

  private final RedisSession session;
  private final KeyNames names;
  private final LocalLeases local;
  private final Map<Shard, Integer> swept = new WeakHashMap<>();
  private final Deque<LimitKey> pending = new ArrayDeque<>();
  private int calls;

  RedisLeases(RedisSession session, KeyNames names, LocalLeases local) {
    this.session = session;
    this.names = names;
    this.local = local;
  }

  /** An answer of Redis. */
  private record Reply(boolean held, int running) {}

  @Override
  public LeaseAnswer take(Lease lease, Terms terms) {
    String name = names.leases(lease.key());
    if (!session.shards().connected(name)) {
      Optional<LeaseAnswer> alone = takeAlone(lease, terms, name, false);
      if (alone.isPresent()) {
        return alone.get();
      }
    }
    local.ask(lease);
    try {
      Reply reply = ask("take", lease, terms, name);
      if (reply.held) {
        local.learn(lease, terms, reply.running);
      } else {
        local.refused(lease, reply.running);
      }
      return answer(reply.held ? Outcome.HELD : Outcome.REFUSED, reply);
    } catch (RedisFailure failure) {
      LeaseAnswer alone = takeAlone(lease, terms, name, true).orElseThrow();
      if (!alone.held()) {
        // Redis may have given it all the same.
        local.end(lease, true);
      }
      return alone;
    } catch (RuntimeException e) {
      local.end(lease, true);
      throw e;
    }
  }

  private Optional<LeaseAnswer> takeAlone(
      Lease lease, Terms terms, String name, boolean unanswered) {
    if (terms.onRedisFailure() == OnRedisFailure.CLOSED) {
      return Optional.of(
          new LeaseAnswer(Outcome.UNAVAILABLE, local.look(lease.key()).running(), Source.LOCAL));
    }
    return local.take(
        lease,
        terms,
        new Solitude(
            session.shards().outages(name),
            session.heartbeat().share(),
            () -> unanswered || !session.shards().connected(name)));
  }

  @Override
  public LeaseAnswer renew(Lease lease, Terms terms) {
    String name = names.leases(lease.key());
    if (session.shards().connected(name)) {
      try {
        Reply reply = ask("renew", lease, terms, name);
        if (!reply.held && local.surelyHolds(lease)) {
          // Redis has lost it: it is told what it lacks, and asked again.
          local.adopt(lease, terms);
          reply = ask("renew", lease, terms, name);
        }
        if (reply.held) {
          local.learn(lease, terms, reply.running);
        } else {
          local.end(lease, false);
        }
        return answer(reply.held ? Outcome.HELD : Outcome.ENDED, reply);
      } catch (RedisFailure failure) {
        // Its holder is at work: that it has lost its place only Redis could tell.
      }
    }
    return local.adopt(lease, terms);
  }

  @Override
  public void end(Lease lease) {
    String name = names.leases(lease.key());
    // First here, so that no renewal that is on its way takes it for one that Redis has lost.
    local.end(lease, true);
    if (session.shards().connected(name)) {
      try {
        Reply reply = ask("end", lease, new Terms(1, 1, OnRedisFailure.LOCAL), name);
        local.learn(lease.key(), reply.running);
      } catch (RedisFailure failure) {
        // Told later.
      }
    }
  }

  @Override
  public LeaseAnswer look(LimitKey key) {
    String name = names.leases(key);
    if (session.shards().connected(name)) {
      try {
        return answer(
            Outcome.HELD, ask("look", Lease.of(key), new Terms(1, 1, OnRedisFailure.LOCAL), name));
      } catch (RedisFailure failure) {
        // This node's own are the next best.
      }
    }
    return local.look(key);
  }

  @Override
  public int held() {
    return local.held();
  }

  /** Tells Redis, after an outage, what nobody has asked about since; some at each call. */
  void run() {
    if (++calls % CALLS_TO_EXPIRY == 0) {
      local.keys();
    }
    boolean due = false;
    for (Shard shard : session.shards().all()) {
      Integer last = shard.outages().last();
      due |= shard.connected() && !last.equals(swept.put(shard, last));
    }
    if (due) {
      pending.clear();
      pending.addAll(local.keys());
    }
    for (int i = 0; i < AT_ONCE && !pending.isEmpty(); i++) {
      LimitKey key = pending.remove();
      String name = names.leases(key);
      if (session.shards().connected(name)
          && !local.owed(key, session.shards().outages(name)).isNothing()) {
        look(key);
      }
    }
  }

  private static LeaseAnswer answer(Outcome outcome, Reply reply) {
    return new LeaseAnswer(outcome, reply.running, Source.REDIS);
  }

  private Reply ask(String what, Lease lease, Terms terms, String name) throws RedisFailure {
    Outages outages = session.shards().outages(name);
    Owed owed = local.owed(lease.key(), outages);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                what,
                lease.number(),
                Integer.toString(terms.limit()),
                Long.toString(terms.seconds() * 1_000L),
                Long.toString(Lease.MAX_SECONDS * 1_000L),
                Integer.toString(owed.lasting().size())));
    for (String number : owed.lasting().keySet()) {
      arguments.add(number);
      arguments.add(Long.toString(owed.millis(number)));
    }
    arguments.addAll(owed.ended());
    ScriptCommand command =
        session
            .router()
            .ask(
                new ScriptCommand(Script.LEASE, List.of(name), arguments),
                session.router().deadline());
    local.paid(lease.key(), owed, outages);
    return new Reply(
        (Long) command.reply().get(1) == 1, Math.toIntExact((Long) command.reply().get(2)));
  }
}
