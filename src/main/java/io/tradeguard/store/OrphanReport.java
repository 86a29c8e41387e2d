package io.tradeguard.store;

import java.util.List;

/**
 * What a store holds that its database does not know.
 *
 * @param files published files in the store, those in quarantine not counted
 * @param orphans those of them that are old enough and belong to nobody
 * @param orphanBytes their size
 * @param held whether so many look orphaned that the database rather than the store must be wrong,
 *     so that nothing is moved or removed
 * @param quarantined files in quarantine
 * @param quarantinedBytes their size
 * @param names some of the orphans
 */
public record OrphanReport(
    long files,
    long orphans,
    long orphanBytes,
    boolean held,
    long quarantined,
    long quarantinedBytes,
    List<String> names) {
  public OrphanReport {
    names = List.copyOf(names);
  }
}
