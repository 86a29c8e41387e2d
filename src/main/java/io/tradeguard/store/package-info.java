/**
 * Where the bytes of files are kept: stores of one interface, whose database they are, and the
 * sweep that brings both together after a crash.
 */
@NullMarked
package io.tradeguard.store;

import org.jspecify.annotations.NullMarked;
