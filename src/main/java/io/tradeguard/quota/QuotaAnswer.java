package io.tradeguard.quota;

/**
 * Whether an upload would fit now. Only a reservation makes it stay true.
 *
 * @param message which limit it would break, or {@code OK}
 */
public record QuotaAnswer(boolean allowed, String message) {
  static final QuotaAnswer ALLOWED = new QuotaAnswer(true, "OK");

  static QuotaAnswer refused(QuotaRefusal refusal) {
    return new QuotaAnswer(false, refusal.message());
  }
}
