package io.tradeguard.monitoring;

import io.tradeguard.ratelimit.LimitKey;

/**
 * A decision that was kept.
 *
 * @param atMillis when, by this node's clock
 * @param weight how many requests it counted for
 * @param refused whether it was refused, or would have been but for shadow mode
 */
public record RecordedDecision(long atMillis, LimitKey key, int weight, boolean refused) {}
