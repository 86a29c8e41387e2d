package io.tradeguard.quota;

import jakarta.ejb.ApplicationException;

/** The reservation has ended, so its bytes are no longer this upload's to store. */
@ApplicationException(rollback = true)
public class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LeaseLostException(Reservation reservation) {
    super("The reservation " + reservation.id() + " has ended");
  }
}
