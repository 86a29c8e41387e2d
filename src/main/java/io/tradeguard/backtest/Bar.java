package io.tradeguard.backtest;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One row of market data.
 *
 * @param time when the bar begins; local times are taken as UTC
 * @param open price, positive
 * @param high price, at least the low one
 * @param low price, positive
 * @param close price, positive
 * @param volume what was traded, not negative
 */
record Bar(
    Instant time,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume) {}
