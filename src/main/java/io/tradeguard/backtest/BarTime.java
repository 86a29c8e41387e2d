package io.tradeguard.backtest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Reads the time of a bar: an ISO date (extended or basic), an ISO date-time with or without an
 * offset, its T possibly a space, or whole seconds or milliseconds since 1970.
 */
final class BarTime {
  private static final int MAX_LENGTH = 40;
  private static final int BASIC_DATE_LENGTH = 8;

  /** Seconds end in the year 5138, milliseconds begin in 1973: no plausible time is ambiguous. */
  private static final long FIRST_MILLIS = 100_000_000_000L;

  private BarTime() {}

  /** Returns the instant, or nothing if the text is not a time in one of the forms. */
  static Optional<Instant> parse(String text) {
    String time = text.strip();
    if (time.isEmpty() || time.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(isWhole(time) ? number(time) : iso(time));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isWhole(String time) {
    int start = time.startsWith("-") ? 1 : 0;
    return time.length() > start
        && time.chars().skip(start).allMatch(digit -> digit >= '0' && digit <= '9');
  }

  private static Instant number(String time) {
    if (time.length() == BASIC_DATE_LENGTH && !time.startsWith("-")) {
      return LocalDate.parse(time, DateTimeFormatter.BASIC_ISO_DATE)
          .atStartOfDay()
          .toInstant(ZoneOffset.UTC);
    }
    long epoch = Long.parseLong(time);
    return Math.abs(epoch) < FIRST_MILLIS
        ? Instant.ofEpochSecond(epoch)
        : Instant.ofEpochMilli(epoch);
  }

  private static Instant iso(String time) {
    if (time.length() <= 10) {
      return LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    String dateTime =
        time.charAt(10) == ' ' ? time.substring(0, 10) + 'T' + time.substring(11) : time;
    TemporalAccessor parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(
            dateTime, OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof OffsetDateTime offset
        ? offset.toInstant()
        : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
  }
}
