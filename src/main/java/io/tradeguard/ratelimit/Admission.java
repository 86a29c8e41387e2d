package io.tradeguard.ratelimit;

import io.tradeguard.ratelimit.RateLimiter.Mode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;

/** Decides by the rule in force, and tells whoever listens. */
@ApplicationScoped
public class Admission {
  @Inject DistributedRateLimiter limiter;
  @Inject LimitPolicies policies;
  @Inject Event<DecisionMade> made;

  /** Counts a request and decides it. */
  public Decision decide(LimitKey key, int weight) {
    LimitPolicy policy = policies.of(key);
    long start = System.nanoTime();
    Decision decision = limiter.decide(key, policy, weight);
    made.fire(new DecisionMade(key, policy, decision, weight, System.nanoTime() - start));
    return decision;
  }

  /**
   * One of several questions.
   *
   * @param weight how many requests it counts for; 0 to check
   */
  public record Question(LimitKey key, int weight, Mode mode) {}

  /** Answers several questions in as few waits as one, those of one key in their order. */
  public List<Decision> decideAll(List<Question> questions) {
    List<RateLimiter.Request> requests =
        questions.stream()
            .map(
                each ->
                    new RateLimiter.Request(
                        each.key(), policies.of(each.key()), each.weight(), each.mode()))
            .toList();
    long start = System.nanoTime();
    List<Decision> decisions = limiter.decideAll(requests);
    long took = System.nanoTime() - start;
    for (int i = 0; i < decisions.size(); i++) {
      RateLimiter.Request request = requests.get(i);
      if (request.mode() == Mode.CONSUME || request.mode() == Mode.RECORD) {
        made.fire(
            new DecisionMade(
                request.key(), request.policy(), decisions.get(i), request.weight(), took));
      }
    }
    return decisions;
  }

  /** Whether a key's limit is announced: one that is only watched is none to a client. */
  boolean announces(LimitKey key) {
    return !policies.of(key).shadow();
  }

  /** Tells where a key stands and counts nothing. */
  public Decision peek(LimitKey key) {
    return limiter.peek(key, policies.of(key));
  }
}
