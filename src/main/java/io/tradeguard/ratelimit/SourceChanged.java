package io.tradeguard.ratelimit;

/**
 * Fired when another source takes over the decisions: a failover or a recovery.
 *
 * @param source who decides from now on
 * @param reason why, in words for an operator; holds no secret
 */
public record SourceChanged(Source source, String reason) {}
