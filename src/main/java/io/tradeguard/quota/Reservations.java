package io.tradeguard.quota;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;

/** What a sweeper of stored bytes must know of reservations, whose ids are the bytes' names. */
@Stateless
public class Reservations {
  @Inject Ledger ledger;

  /** Returns ids of ended reservations, whose bytes may be removed. */
  public List<String> ended(int max) {
    return ledger.leases().ended(max);
  }

  /** Returns whether there is such a reservation, live or ended. */
  public boolean isKnown(String id) {
    return ledger.leases().isKnown(id);
  }

  /** Forgets an ended reservation once its bytes are gone; a live one stays. */
  public void forget(String id) {
    ledger.leases().forgetEnded(id);
  }
}
