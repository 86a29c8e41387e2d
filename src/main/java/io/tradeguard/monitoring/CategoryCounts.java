package io.tradeguard.monitoring;

/**
 * How decisions of a category ended.
 *
 * @param shadowed over the limit of a category in shadow mode, and let through
 * @param unavailable refused because Redis could not be asked
 */
public record CategoryCounts(
    String category, long allowed, long refused, long shadowed, long unavailable) {}
