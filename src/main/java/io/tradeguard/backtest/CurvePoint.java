package io.tradeguard.backtest;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;

/** A price or a portfolio's worth at the close of a bar; in JSON {@code [time, value]}. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record CurvePoint(Instant time, double value) {}
