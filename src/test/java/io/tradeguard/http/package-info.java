/** The HTTP contract, tested from outside on the real WAR in whichever server the build names. */
@NullMarked
package io.tradeguard.http;

import org.jspecify.annotations.NullMarked;
