package io.tradeguard.web.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many threads of a node may wait for slow clients at once. Only waits that have lasted a while
 * count, so that no sound client ever meets a bound, however many share its address; and of those
 * in excess the longest waits end, since whoever moves at all begins a new wait with each piece.
 */
final class WaitingBounds {
  /** For one user, or for one address where nobody stands behind it. */
  static final int PER_CLIENT = 16;

  /** For all whom nobody stands behind. */
  static final int ANONYMOUS = 32;

  /** For all users. */
  static final int IDENTIFIED = 96;

  static final long COUNTED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private WaitingBounds() {}

  private record Wait(Transfer transfer, long nanos) {}

  /** Returns the transfers to end. */
  static List<Transfer> excess(Collection<Transfer> transfers) {
    List<Wait> waits = new ArrayList<>();
    for (Transfer transfer : transfers) {
      long nanos = transfer.waited();
      if (nanos >= COUNTED_NANOS) {
        waits.add(new Wait(transfer, nanos));
      }
    }
    waits.sort(Comparator.comparingLong(Wait::nanos));
    Map<Client, Integer> byClient = new HashMap<>();
    Map<Boolean, Integer> byKind = new HashMap<>();
    List<Transfer> excess = new ArrayList<>();
    for (Wait wait : waits) {
      Client client = wait.transfer().client();
      boolean fits =
          byClient.getOrDefault(client, 0) < PER_CLIENT
              && byKind.getOrDefault(client.identified(), 0)
                  < (client.identified() ? IDENTIFIED : ANONYMOUS);
      if (fits) {
        byClient.merge(client, 1, Integer::sum);
        byKind.merge(client.identified(), 1, Integer::sum);
      } else {
        excess.add(wait.transfer());
      }
    }
    return excess;
  }
}
