/** The way to Redis: commands that encode and decode themselves, batched on a few connections. */
@NullMarked
package io.tradeguard.ratelimit.redis.wire;

import org.jspecify.annotations.NullMarked;
