package io.tradeguard.ratelimit;

/**
 * How full this node's table of counters is.
 *
 * @param keys counters held now
 * @param capacity the most it may hold
 * @param evictions counters that made room for others since the start, none of them blocked
 * @param overflows decisions made by a category's shared overflow counter since the start
 */
public record MemoryFigures(int keys, int capacity, long evictions, long overflows) {}
