/** Leases: how many things of a kind somebody may have under way at once. */
@NullMarked
package io.tradeguard.ratelimit.lease;

import org.jspecify.annotations.NullMarked;
