package io.tradeguard.ratelimit;

/**
 * A counter as an operator sees it.
 *
 * @param key the counter's name, as {@link DistributedRateLimiter#delete} takes it
 * @param count requests counted in the window (the narrowest, where there are several)
 * @param secondsLeft whole seconds, rounded up, until the window is whole again
 */
public record HotKey(String key, long count, int secondsLeft) {}
