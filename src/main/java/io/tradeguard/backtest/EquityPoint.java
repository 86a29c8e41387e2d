package io.tradeguard.backtest;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;

/** What the portfolio was worth at the close of a bar; in JSON {@code [time, equity]}. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record EquityPoint(Instant time, double equity) {}
