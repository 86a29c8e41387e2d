/** Reads files of market data, in whatever form they come, as bars of one instrument. */
@NullMarked
package io.tradeguard.marketdata;

import org.jspecify.annotations.NullMarked;
