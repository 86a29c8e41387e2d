/** Subjects as services name them, and the limits that operators gave to single ones. */
@NullMarked
package io.tradeguard.ratelimit.subject;

import org.jspecify.annotations.NullMarked;
