@NullMarked
package io.tradeguard.store.disk;

import org.jspecify.annotations.NullMarked;
