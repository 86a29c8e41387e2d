package io.tradeguard.monitoring;

import io.tradeguard.account.PasswordHashed;
import io.tradeguard.quota.Reconciled;
import io.tradeguard.quota.ReservationsReaped;
import io.tradeguard.ratelimit.DecisionMade;
import io.tradeguard.ratelimit.SourceChanged;
import io.tradeguard.ratelimit.lease.LeaseDecided;
import io.tradeguard.store.FilesChecked;
import io.tradeguard.store.StoreSwept;
import io.tradeguard.upload.UploadEnded;

/** Someone who wants to know what happens; what it does not care about it leaves as it is. */
interface Monitor {
  default void decided(DecisionMade event) {}

  default void leaseDecided(LeaseDecided event) {}

  default void sourceChanged(SourceChanged event) {}

  default void passwordHashed(PasswordHashed event) {}

  default void uploadEnded(UploadEnded event) {}

  default void reconciled(Reconciled event) {}

  default void reaped(ReservationsReaped event) {}

  default void filesChecked(FilesChecked event) {}

  default void storeSwept(StoreSwept event) {}
}
