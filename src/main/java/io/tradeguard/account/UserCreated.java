package io.tradeguard.account;

/** Fired inside the transaction that creates a user. */
public record UserCreated(long userId) {}
