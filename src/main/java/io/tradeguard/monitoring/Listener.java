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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Hears the events of the other rooms, which know nothing of monitoring. */
@ApplicationScoped
public class Listener {
  @Inject Monitoring monitoring;

  void on(@Observes DecisionMade event) {
    monitoring.tell(monitor -> monitor.decided(event));
  }

  void on(@Observes LeaseDecided event) {
    monitoring.tell(monitor -> monitor.leaseDecided(event));
  }

  void on(@Observes SourceChanged event) {
    monitoring.tell(monitor -> monitor.sourceChanged(event));
  }

  void on(@Observes PasswordHashed event) {
    monitoring.tell(monitor -> monitor.passwordHashed(event));
  }

  void on(@Observes UploadEnded event) {
    monitoring.tell(monitor -> monitor.uploadEnded(event));
  }

  void on(@Observes Reconciled event) {
    monitoring.tell(monitor -> monitor.reconciled(event));
  }

  void on(@Observes ReservationsReaped event) {
    monitoring.tell(monitor -> monitor.reaped(event));
  }

  void on(@Observes FilesChecked event) {
    monitoring.tell(monitor -> monitor.filesChecked(event));
  }

  void on(@Observes StoreSwept event) {
    monitoring.tell(monitor -> monitor.storeSwept(event));
  }
}
