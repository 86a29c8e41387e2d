package io.tradeguard.ratelimit.redis;

import io.tradeguard.ratelimit.Decision;
import io.tradeguard.ratelimit.RateLimiter.Mode;
import io.tradeguard.ratelimit.RateLimiter.Request;
import io.tradeguard.ratelimit.redis.SharedCounters.Question;
import io.tradeguard.ratelimit.redis.SharedCounters.Start;
import io.tradeguard.ratelimit.redis.wire.RedisFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several requests that are decided in one round trip to each server, those of one key in their
 * order, and wait for one timeout at most. In a cluster, what goes to a server that answers may be
 * decided alone if another, asked before it, does not.
 */
final class DecisionBatch {
  private final RedisRateLimiter limiter;
  private final RedisSession session;
  private final SharedCounters counters;
  private final KeyNames names;
  private final long deadline;

  /** The counters of which this batch takes something back. */
  private final Set<String> refunding = new HashSet<>();

  DecisionBatch(
      RedisRateLimiter limiter, RedisSession session, SharedCounters counters, KeyNames names) {
    this.limiter = limiter;
    this.session = session;
    this.counters = counters;
    this.names = names;
    this.deadline = session.router().deadline();
  }

  /** What has become of a request: decided at once, or a question to Redis. */
  private record Begun(Request request, @Nullable Decision decision, @Nullable Question question) {}

  List<Decision> decide(List<Request> requests) {
    List<Begun> begun = requests.stream().map(this::begin).toList();
    session
        .router()
        .sendTogether(
            begun.stream()
                .map(Begun::question)
                .filter(Objects::nonNull)
                .map(Question::command)
                .toList(),
            deadline);
    return begun.stream().map(this::end).toList();
  }

  private Begun begin(Request request) {
    String name = names.counter(request.key(), request.policy());
    if (!session.shards().connected(name)) {
      Optional<Decision> alone = limiter.alone(request, name);
      if (alone.isPresent()) {
        return new Begun(request, alone.get(), null);
      }
    }
    Start start = start(request, name);
    if (start.refusal() != null) {
      Decision refusal = start.refusal();
      return new Begun(request, request.mode() == Mode.RECORD ? refusal.passing() : refusal, null);
    }
    try {
      return new Begun(request, null, counters.question(request, start, name, deadline));
    } catch (RedisFailure failure) {
      return new Begun(request, limiter.unanswered(request, start, name, failure), null);
    }
  }

  private Start start(Request request, String name) {
    switch (request.mode()) {
      case CHECK -> {
        return Start.UNSENT;
      }
      case REFUND -> {
        Start refund = counters.startRefund(request, name, deadline);
        refunding.add(name);
        return refund;
      }
      default -> {
        // A refund before it brings all replays in its turn: earlier, it would overtake others.
        Start start = counters.start(request, name);
        return refunding.contains(name) ? start.behindThem() : start;
      }
    }
  }

  private Decision end(Begun begun) {
    Question question = begun.question();
    if (question == null) {
      return Objects.requireNonNull(begun.decision());
    }
    try {
      session.router().settle(question.command(), deadline);
      return counters.answered(question);
    } catch (RedisFailure failure) {
      return limiter.unanswered(begun.request(), question.start(), question.name(), failure);
    }
  }
}
