package io.tradeguard.ratelimit;

/**
 * Where a key stands in one window, after the decision.
 *
 * @param limit requests per period
 * @param periodSeconds the period
 * @param remaining requests that would still pass, 0 to limit
 * @param resetSeconds whole seconds, rounded up, until the window is whole again; the period where
 *     nothing is counted yet
 * @param violated whether this window is why the request was refused
 */
public record WindowState(
    int limit, int periodSeconds, int remaining, int resetSeconds, boolean violated) {}
