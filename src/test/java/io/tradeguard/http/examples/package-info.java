/** The examples that other services start from, beside the real WAR. */
@NullMarked
package io.tradeguard.http.examples;

import org.jspecify.annotations.NullMarked;
