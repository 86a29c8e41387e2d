package io.tradeguard.store;

import java.time.Instant;

/**
 * A name that a store holds.
 *
 * @param pending whether it was never published
 * @param modified when its bytes were last written, by the store's clock
 */
public record StoredName(String name, boolean pending, Instant modified) {}
