package io.tradeguard.quota;

import jakarta.ejb.ApplicationException;

/** The upload does not fit; nothing was charged. */
@ApplicationException(rollback = true)
public class QuotaExceededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final QuotaRefusal refusal;

  public QuotaExceededException(QuotaRefusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  public QuotaRefusal refusal() {
    return refusal;
  }
}
