package io.tradeguard.ratelimit.subject;

/** Fired inside the transaction that changes them. */
public record SubjectOverridesChanged() {}
