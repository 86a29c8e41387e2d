package io.tradeguard.quota;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a sweeper of stored bytes must know of reservations, whose ids are the bytes' names. */
@Stateless
public class Reservations {
  @Inject Ledger ledger;

  /** Returns ids of ended reservations, whose bytes may be removed. */
  public List<String> ended(int max) {
    return ledger.leases().ended(max);
  }

  /** Returns which of these are ids of reservations, live or ended; some hundreds at most. */
  public Set<String> known(Collection<String> ids) {
    return ids.isEmpty() ? Set.of() : ledger.leases().known(ids);
  }

  /** Forgets an ended reservation once its bytes are gone; a live one stays. */
  public void forget(String id) {
    ledger.leases().forgetEnded(id);
  }
}
