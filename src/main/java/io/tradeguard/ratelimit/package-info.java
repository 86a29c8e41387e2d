/** How often: decides for every request whether its caller may make it now. */
@NullMarked
package io.tradeguard.ratelimit;

import org.jspecify.annotations.NullMarked;
