package io.tradeguard.ratelimit;

/** Fired inside the transaction that changes a user's overrides. */
public record OverridesChanged(long userId) {}
