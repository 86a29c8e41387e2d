/** Bounds what a client may hold that sends or reads slowly: threads, memory, time. */
@NullMarked
package io.tradeguard.web.transfer;

import org.jspecify.annotations.NullMarked;
