package io.tradeguard.ratelimit.memory;

import io.tradeguard.ratelimit.LimitPolicy;

/**
 * Numbers of one or several windows that Redis may not have, as {@link Arithmetic} lays them out,
 * with times in microseconds since 1970 by Redis's clock.
 *
 * @param batch rises with each of this node's, so that Redis adds none twice
 * @param known what Redis was known, or may be taken, to have reached
 * @param delta what only this node has counted
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never changed.
public record RateCarry(long batch, LimitPolicy policy, double[] known, double[] delta) {}
