package io.tradeguard.store;

import io.tradeguard.quota.Reservations;
import io.tradeguard.quota.UserFiles;
import io.tradeguard.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** Brings the store and its database together again, after crashes and after restores. */
@ApplicationScoped
public class StoreMaintenance {
  @Inject Settings settings;
  @Inject Clock clock;
  @Inject Storage storage;
  @Inject UserFiles files;
  @Inject Reservations reservations;

  @SuppressWarnings("NullAway.Init")
  private EndedUploads ended;

  @SuppressWarnings("NullAway.Init")
  private OrphanSweep orphans;

  @SuppressWarnings("NullAway.Init")
  private MissingBytes missing;

  @PostConstruct
  void start() {
    FileStore store = storage.store();
    ended = new EndedUploads(store, files, reservations);
    orphans =
        new OrphanSweep(
            store,
            new Ownership(files, reservations),
            clock,
            Duration.ofSeconds(settings.upload().leaseSeconds()),
            settings.store().quarantine());
    missing = new MissingBytes(store, files);
  }

  /**
   * Clears away the bytes of uploads that have ended without being stored.
   *
   * @throws IOException if the store fails, or must not be used
   */
  public void clearEndedUploads() throws IOException {
    storage.requireReadyNow();
    ended.clear();
  }

  /**
   * Tells what a sweep would do, and does nothing.
   *
   * @throws IOException if the store fails, or must not be used
   */
  public OrphanReport findOrphans() throws IOException {
    storage.requireReadyNow();
    return orphans.look();
  }

  /**
   * Moves orphaned bytes into quarantine and removes those whose quarantine is over.
   *
   * @param evenIfMany whether to do so though more than a tenth of the store looks orphaned
   * @throws IOException if the store fails, or must not be used
   */
  public OrphanReport sweepOrphans(boolean evenIfMany) throws IOException {
    storage.requireReadyNow();
    return orphans.sweep(evenIfMany);
  }

  /**
   * Looks for the bytes of some of the stored files; returns how many have lost them.
   *
   * @throws IOException if the store fails, or must not be used
   */
  public synchronized int countMissing() throws IOException {
    storage.requireReadyNow();
    return missing.count();
  }
}
