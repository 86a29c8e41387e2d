/** What tests share: the real server, real back ends, and the clients that speak to them. */
@NullMarked
package io.tradeguard.testing;

import org.jspecify.annotations.NullMarked;
