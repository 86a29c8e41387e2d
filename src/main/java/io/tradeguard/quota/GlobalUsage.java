package io.tradeguard.quota;

/**
 * What all users store and have reserved.
 *
 * @param users those with an account, whether or not they store anything
 * @param reservations uploads under way
 */
public record GlobalUsage(
    long usedBytes,
    long reservedBytes,
    long limitBytes,
    long users,
    long files,
    long reservations) {}
