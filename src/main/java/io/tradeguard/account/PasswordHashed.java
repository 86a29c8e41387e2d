package io.tradeguard.account;

/**
 * Fired after every computation of a password hash.
 *
 * @param nanos how long it took, without the wait for its turn
 */
public record PasswordHashed(long nanos) {}
