package io.tradeguard.upload;

import java.util.Optional;

/**
 * An upload under way on this node.
 *
 * @param held the idempotency key that it holds, if it has one
 */
record LiveUpload(WatchedBody body, GrowingRoom room, Optional<KeyClaim.Held> held) {}
