/** Tests of the backtest, against a reference that shares no code with it. */
@NullMarked
package io.tradeguard.backtest;

import org.jspecify.annotations.NullMarked;
