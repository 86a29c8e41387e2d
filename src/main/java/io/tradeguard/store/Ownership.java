package io.tradeguard.store;

import io.tradeguard.quota.Reservations;
import io.tradeguard.quota.UserFiles;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which names of a store the database knows. A name is made once, and its row only ever moves from
 * the reservations to the files, in one transaction. So who asks for reservations first and for
 * files second finds it, however the two interleave with a commit; the other order can miss it.
 */
final class Ownership {
  private final UserFiles files;
  private final Reservations reservations;

  Ownership(UserFiles files, Reservations reservations) {
    this.files = files;
    this.reservations = reservations;
  }

  /**
   * Returns those names that belong to nobody: neither to an upload, live or ended and not yet
   * swept, nor to a file, hidden ones among them.
   *
   * @param names no more than fit one statement: some hundreds
   */
  Set<String> unknown(Collection<String> names) {
    Set<String> unknown = new HashSet<>(names);
    unknown.removeAll(reservations.known(unknown));
    unknown.removeAll(files.knownPaths(List.copyOf(unknown)));
    return unknown;
  }
}
