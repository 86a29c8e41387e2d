/** Who is calling, tested on real databases without a container. */
@NullMarked
package io.tradeguard.account;

import org.jspecify.annotations.NullMarked;
