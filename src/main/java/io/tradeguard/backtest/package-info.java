/** Runs a trading strategy over a stored file of market data. */
@NullMarked
package io.tradeguard.backtest;

import org.jspecify.annotations.NullMarked;
