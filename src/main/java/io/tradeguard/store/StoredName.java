package io.tradeguard.store;

import java.time.Instant;

/**
 * A name that a store holds.
 *
 * @param pending whether it was never published
 * @param modified when its bytes were last written or moved, by the store's clock
 * @param bytes its size; 0 where the store does not tell, as of an unfinished multipart upload
 */
public record StoredName(String name, boolean pending, Instant modified, long bytes) {}
