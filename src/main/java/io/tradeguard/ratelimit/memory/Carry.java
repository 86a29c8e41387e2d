package io.tradeguard.ratelimit.memory;

/**
 * Counts of a single fixed window that Redis may not have.
 *
 * @param batch rises with each of this node's, so that Redis adds none twice
 * @param known the highest count that Redis was known, or may be taken, to have reached
 * @param delta what only this node has counted
 * @param windowEnd the window's end in milliseconds since 1970, by Redis's clock
 */
public record Carry(long batch, long known, long delta, long windowEnd) {}
