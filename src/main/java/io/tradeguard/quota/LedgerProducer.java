package io.tradeguard.quota;

import io.tradeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Makes the ledger on whatever transaction its caller is in. */
@ApplicationScoped
class LedgerProducer {
  @PersistenceContext EntityManager entities;

  @Produces
  Ledger ledger(Settings settings) {
    return new Ledger(entities, settings.quota(), settings.upload());
  }

  @Produces
  Comparison comparison(Ledger ledger) {
    return new Comparison(entities, ledger);
  }
}
