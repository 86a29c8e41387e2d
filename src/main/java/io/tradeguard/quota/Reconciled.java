package io.tradeguard.quota;

/**
 * Fired after the counters were compared with the stored files and repaired.
 *
 * @param driftBytes the sum of the differences found, each counted positive; 0 is the target
 * @param driftFiles the same of file counts
 */
public record Reconciled(long driftBytes, long driftFiles) {}
