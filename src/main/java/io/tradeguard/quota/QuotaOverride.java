package io.tradeguard.quota;

import org.jspecify.annotations.Nullable;

/**
 * The quotas that an administrator gave one user.
 *
 * @param bytes null for the default
 * @param files null for the default
 */
public record QuotaOverride(@Nullable Long bytes, @Nullable Integer files) {}
