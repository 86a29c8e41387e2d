package io.tradeguard.quota;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Why an upload does not fit. Figures are bytes, or files for {@link QuotaScope#USER_FILES}. Those
 * of {@link QuotaScope#GLOBAL} are about other users too, and must not reach a client.
 *
 * @param used what is stored
 * @param reserved what uploads under way will store at most
 * @param requested what was asked for on top
 */
public record QuotaRefusal(QuotaScope scope, long limit, long used, long reserved, long requested)
    implements Serializable {
  private static final long MB = 1 << 20;

  /** Returns the same refusal as seen by the upload that has reserved so much of it itself. */
  QuotaRefusal withoutOwn(long reservedByIt) {
    return new QuotaRefusal(
        scope, limit, used, Math.max(0, reserved - reservedByIt), requested + reservedByIt);
  }

  /** Returns what is left, never negative. */
  public long remaining() {
    return Math.max(0, limit - used - reserved);
  }

  /** Returns the message for the client, which says which limit is reached. */
  public String message() {
    return switch (scope) {
      case USER_FILES ->
          "Upload quota exceeded. Files: %d, Limit: %d".formatted(used, limit)
              + underWay(Long.toString(reserved));
      case USER_BYTES ->
          "Upload quota exceeded. Used: %s, Limit: %sMB".formatted(megabytes(used), exactLimit())
              + underWay(megabytes(reserved));
      case GLOBAL -> "Upload quota exceeded. The service's storage is full.";
    };
  }

  private String underWay(String amount) {
    String whose = scope == QuotaScope.USER_FILES ? " files per user" : " per user";
    return reserved == 0 ? whose + "." : whose + "; uploads under way hold " + amount + " more.";
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1fMB", bytes / (double) MB);
  }

  private String exactLimit() {
    return new BigDecimal(limit)
        .divide(new BigDecimal(MB))
        .setScale(3, RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
  }
}
