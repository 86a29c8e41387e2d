package io.tradeguard.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

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

  /** Whether a key's limit is announced: one that is only watched is none to a client. */
  boolean announces(LimitKey key) {
    return !policies.of(key).shadow();
  }

  /** Tells where a key stands and counts nothing. */
  public Decision peek(LimitKey key) {
    return limiter.peek(key, policies.of(key));
  }
}
