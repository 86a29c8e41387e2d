package io.tradeguard.files;

import io.tradeguard.web.Problem;
import io.tradeguard.web.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to be so of a file before it reads or deletes it (RFC 9110, section 13). A
 * file never changes, so these fail only where the client means another file.
 */
final class Preconditions {
  private Preconditions() {}

  /**
   * Checks {@code If-Match} or, where that is absent, {@code If-Unmodified-Since}; a date that
   * cannot be read is ignored.
   *
   * @param tag the file's entity tag, in its quotes
   * @throws ProblemException 412 if it is not so
   */
  static void check(
      @Nullable String ifMatch, @Nullable String ifUnmodifiedSince, String tag, Instant modified) {
    boolean met =
        ifMatch != null
            ? matches(ifMatch, tag, false)
            : ifUnmodifiedSince == null || isUnmodified(ifUnmodifiedSince, modified);
    if (!met) {
      throw new ProblemException(
          Problem.of(412, "The file is not the one that the request's precondition names.")
              .withHeader("ETag", tag));
    }
  }

  /** Returns whether one of a list of entity tags is this one; weakly for If-None-Match. */
  static boolean matches(String list, String tag, boolean weakly) {
    for (String candidate : list.split(",", -1)) {
      String trimmed = candidate.trim();
      if (trimmed.equals("*") || trimmed.equals(tag) || (weakly && trimmed.equals("W/" + tag))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnmodified(String date, Instant modified) {
    try {
      Instant since =
          ZonedDateTime.parse(date.trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(since);
    } catch (DateTimeException e) {
      return true;
    }
  }
}
