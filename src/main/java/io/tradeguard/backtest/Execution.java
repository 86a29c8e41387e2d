package io.tradeguard.backtest;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;

/**
 * An entry or an exit; in JSON {@code [time, side, price]}.
 *
 * @param side {@code buy} or {@code sell}
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Execution(Instant time, String side, double price) {}
