/** What operators see and change: users, limits, audit, live events, simulations. */
@NullMarked
package io.tradeguard.admin;

import org.jspecify.annotations.NullMarked;
