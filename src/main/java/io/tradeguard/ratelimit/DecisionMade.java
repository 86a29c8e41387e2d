package io.tradeguard.ratelimit;

/**
 * Fired after a request was decided, allowed or not.
 *
 * @param policy the rule it was decided by, overrides in it
 * @param weight how many requests it counted for
 * @param nanos how long the decision took
 */
public record DecisionMade(
    LimitKey key, LimitPolicy policy, Decision decision, int weight, long nanos) {}
