package io.tradeguard.marketdata;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was traded in one span of time; in JSON {@code [time, open, high, low, close, volume]}.
 *
 * @param time as the file gives it; a time without an offset is taken as UTC
 * @param open null where the file has none, or 0
 * @param high as open
 * @param low as open; at most the high price
 * @param close positive
 * @param volume null where the file does not tell it
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Bar(
    Instant time,
    @Nullable BigDecimal open,
    @Nullable BigDecimal high,
    @Nullable BigDecimal low,
    BigDecimal close,
    @Nullable BigDecimal volume) {}
