/** The distributed limiter: counts that all nodes share, in Redis, one round trip a decision. */
@NullMarked
package io.tradeguard.ratelimit.redis;

import org.jspecify.annotations.NullMarked;
