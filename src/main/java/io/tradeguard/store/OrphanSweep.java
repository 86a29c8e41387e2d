package io.tradeguard.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Finds published bytes that no row names and moves them into quarantine, from where they are
 * removed after some hours, if still nobody knows them. A database restored from an older backup
 * knows none of the newer files: so nothing is removed at once, and nothing at all is touched while
 * more than a tenth of the store looks orphaned.
 */
final class OrphanSweep {
  private static final System.Logger LOG = System.getLogger(OrphanSweep.class.getName());
  private static final int BATCH = 200;
  private static final int LEASES_OF_GRACE = 10;

  /** So many may be moved at any rate: what crashes leave in a small store is more than a tenth. */
  static final int ALWAYS_MOVED = 10;

  /** The most orphans that one run moves; the next run moves the next ones. */
  private static final int MOST_MOVED = 10_000;

  private static final int NAMES_REPORTED = 100;

  private final FileStore store;
  private final Ownership ownership;
  private final Clock clock;
  private final Duration grace;
  private final Duration quarantine;
  private volatile boolean toldHeld;

  OrphanSweep(
      FileStore store, Ownership ownership, Clock clock, Duration lease, Duration quarantine) {
    this.store = store;
    this.ownership = ownership;
    this.clock = clock;
    this.grace = lease.multipliedBy(LEASES_OF_GRACE);
    this.quarantine = quarantine;
  }

  /** What one walk through the store has found. */
  private static final class Found {
    long files;
    long orphans;
    long orphanBytes;
    final List<String> published = new ArrayList<>();
    final List<String> pending = new ArrayList<>();

    boolean held() {
      return orphans > ALWAYS_MOVED && orphans > files / 10;
    }
  }

  /** Tells what a sweep would find, and changes nothing. */
  OrphanReport look() throws IOException {
    return report(find());
  }

  /**
   * Moves orphans into quarantine and ends the quarantine of those whose time is over.
   *
   * @param evenIfMany whether to do so though more than a tenth of the store looks orphaned
   */
  OrphanReport sweep(boolean evenIfMany) throws IOException {
    Found found = find();
    if (evenIfMany || !found.held()) {
      for (String name : found.published) {
        store.quarantine().add(name);
        LOG.log(System.Logger.Level.DEBUG, "Moved orphaned bytes {0} into quarantine", name);
      }
      for (String name : found.pending) {
        store.delete(name);
      }
      endQuarantine();
    }
    OrphanReport report = report(found);
    tell(report);
    return report;
  }

  /** A line a change, not a line a sweep: every node sweeps all day. */
  private void tell(OrphanReport report) {
    if (report.held() && !toldHeld) {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0} of {1} files in the store are unknown to the database, which may be an older one;"
              + " nothing is moved or removed until that is decided",
          Long.toString(report.orphans()),
          Long.toString(report.files()));
    } else if (report.orphans() > 0 && !report.held()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} orphaned files of {1} bytes went into quarantine",
          Long.toString(report.orphans()),
          Long.toString(report.orphanBytes()));
    }
    toldHeld = report.held();
  }

  private OrphanReport report(Found found) throws IOException {
    AtomicLong count = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    store
        .quarantine()
        .list(
            name -> {
              count.incrementAndGet();
              bytes.addAndGet(name.bytes());
            });
    return new OrphanReport(
        found.files,
        found.orphans,
        found.orphanBytes,
        found.held(),
        count.get(),
        bytes.get(),
        found.published.subList(0, Math.min(NAMES_REPORTED, found.published.size())));
  }

  private Found find() throws IOException {
    Instant now = clock.instant();
    Found found = new Found();
    inBatches(
        store::list,
        name -> {
          found.files += name.pending() ? 0 : 1;
          return name.modified().isBefore(now.minus(name.pending() ? quarantine : grace));
        },
        batch -> {
          Set<String> unknown = unknown(batch);
          for (StoredName name : batch) {
            if (unknown.contains(name.name())) {
              add(found, name);
            }
          }
        });
    return found;
  }

  private static void add(Found found, StoredName name) {
    List<String> names = name.pending() ? found.pending : found.published;
    if (names.size() < MOST_MOVED) {
      names.add(name.name());
    }
    if (!name.pending()) {
      found.orphans++;
      found.orphanBytes += name.bytes();
    }
  }

  private Set<String> unknown(List<StoredName> batch) {
    return ownership.unknown(batch.stream().map(StoredName::name).toList());
  }

  /** What is known by now is put back: another database is here, or the same one restored. */
  private void endQuarantine() throws IOException {
    Instant over = clock.instant().minus(quarantine);
    inBatches(
        store.quarantine()::list,
        name -> name.modified().isBefore(over),
        batch -> {
          Set<String> unknown = unknown(batch);
          for (StoredName each : batch) {
            if (unknown.contains(each.name())) {
              store.quarantine().delete(each.name());
              LOG.log(System.Logger.Level.INFO, "Removed orphaned bytes {0}", each.name());
            } else if (store.quarantine().takeBack(each.name())) {
              LOG.log(System.Logger.Level.WARNING, "Took {0} out of quarantine", each.name());
            }
          }
        });
  }

  /** Lists names. */
  @FunctionalInterface
  private interface Listing {
    void list(Consumer<StoredName> visitor) throws IOException;
  }

  /** Which names are wanted. */
  @FunctionalInterface
  private interface Wanted {
    boolean test(StoredName name);
  }

  /** What is done with some of them. */
  @FunctionalInterface
  private interface Work {
    void accept(List<StoredName> batch) throws IOException;
  }

  private static void inBatches(Listing listing, Wanted wanted, Work work) throws IOException {
    List<StoredName> batch = new ArrayList<>();
    try {
      listing.list(
          name -> {
            if (wanted.test(name)) {
              batch.add(name);
            }
            if (batch.size() == BATCH) {
              run(work, batch);
            }
          });
      run(work, batch);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void run(Work work, List<StoredName> batch) {
    try {
      work.accept(List.copyOf(batch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    batch.clear();
  }
}
