/** Limits that operators gave to single subjects that are no users. */
@NullMarked
package io.tradeguard.ratelimit.subject;

import org.jspecify.annotations.NullMarked;
