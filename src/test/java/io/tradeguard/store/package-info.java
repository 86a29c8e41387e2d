@NullMarked
package io.tradeguard.store;

import org.jspecify.annotations.NullMarked;
