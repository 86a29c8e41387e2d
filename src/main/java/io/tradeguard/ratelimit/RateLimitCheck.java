package io.tradeguard.ratelimit;

/**
 * The seed's answer to one request.
 *
 * @param retryAfterSeconds 1 to the period where limited, else 0
 */
public record RateLimitCheck(boolean limited, int retryAfterSeconds) {}
