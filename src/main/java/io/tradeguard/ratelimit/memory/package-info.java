/** The limiter of one node: bounded counts in memory, for when there is no Redis. */
@NullMarked
package io.tradeguard.ratelimit.memory;

import org.jspecify.annotations.NullMarked;
