/** Clients that send or read slowly, against a server with little memory. */
@NullMarked
package io.tradeguard.http.transfer;

import org.jspecify.annotations.NullMarked;
