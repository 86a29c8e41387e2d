package io.tradeguard.ratelimit.lease;

import io.tradeguard.ratelimit.LimitKey;

/**
 * Somebody asked for a place.
 *
 * @param over whether the place was given though all were taken: the category only watches
 */
public record LeaseDecided(LimitKey key, LeaseAnswer answer, boolean over) {}
