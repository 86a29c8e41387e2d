/** Keeps files in a folder: temporary name, fsync, atomic rename. */
@NullMarked
package io.tradeguard.store.disk;

import org.jspecify.annotations.NullMarked;
